create role corpus_app;
create role corpus_report;
create table users (id bigint primary key, email text);

grant select on users to corpus_app with grant option;
grant select on users to public;
