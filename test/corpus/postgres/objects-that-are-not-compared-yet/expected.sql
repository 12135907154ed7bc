create table t (id bigint primary key);
create function minus_one(a integer, b integer) returns integer language sql as $$ select a - b - 1 $$;
create operator === (leftarg = integer, rightarg = integer, function = minus_one);
create text search configuration plain (copy = simple);

alter table t add column name text;
