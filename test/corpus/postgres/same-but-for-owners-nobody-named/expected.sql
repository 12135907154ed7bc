-- compare owners

create table t (id bigint primary key);
create function f() returns integer language sql as $$ select 1 $$;

comment on table t is 'mine';
