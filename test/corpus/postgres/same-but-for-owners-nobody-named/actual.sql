create table t (id bigint primary key);
create function f() returns integer language sql as $$ select 1 $$;

alter table t owner to current_user;
