-- compare grants

create role corpus_app;
create role corpus_report;
create table users (id bigint primary key, email text);

grant select, insert, update on users to corpus_app;
grant select (id) on users to corpus_report;
