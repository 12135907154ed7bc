-- compare comments
create table t (id bigint primary key);
create function minus_one(a integer, b integer) returns integer language sql as $$ select a - b - 1 $$;
create operator === (leftarg = integer, rightarg = integer, function = minus_one);
create text search configuration plain (copy = simple);
create function compare_with_numeric(integer, numeric) returns integer language sql immutable as $$ select 0 $$;
alter operator family integer_ops using btree add function 1 (integer, numeric) compare_with_numeric(integer, numeric);
create type promised;
create type place as (city text);
comment on column place.city is 'where it is';
create view v as select id from t;
alter view v alter column id set default 7;
comment on column v.id is 'the first';
create materialized view m as select id from t;
alter materialized view m alter column id set statistics 500;

alter table t add column name text;
