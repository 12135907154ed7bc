create table t (id bigint primary key, note text);
create materialized view v as select id, note from t;
create materialized view w with (toast.autovacuum_enabled = false) as select id, note from t;
