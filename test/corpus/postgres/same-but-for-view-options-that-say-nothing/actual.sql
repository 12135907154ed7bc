create table t (id bigint primary key);
create view v with (security_barrier = off, security_invoker = false) as select id from t;
