create role corpus_app;
create table users (id bigint primary key);

comment on table users is 'people';
grant select on users to corpus_app;
