-- from 15
create table t (id bigint primary key);
create view v as select id from t;
