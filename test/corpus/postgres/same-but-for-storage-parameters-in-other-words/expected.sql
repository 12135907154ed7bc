create table a (id bigint primary key, n integer);
create table b (id bigint primary key);

alter table a set (autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.1);
create view ab with (security_barrier) as select a.id, b.id as other from a join b on b.id = a.id;
