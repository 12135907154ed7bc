create table t (id bigint primary key, note text);
create access method pages type table handler heap_tableam_handler;
create materialized view v using pages as select id, note from t;
create materialized view w as select id, note from t;
