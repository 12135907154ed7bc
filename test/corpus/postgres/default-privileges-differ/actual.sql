create role corpus_app;
create role corpus_owner;
create table users (id bigint primary key);

alter default privileges for role corpus_owner in schema public grant select, insert on tables to corpus_app;
