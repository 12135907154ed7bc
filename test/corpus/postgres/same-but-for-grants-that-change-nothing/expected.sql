-- compare grants

create role corpus_app;
create table users (id bigint primary key);
create function f() returns integer language sql as $$ select 1 $$;
grant select, insert on users to corpus_app;
