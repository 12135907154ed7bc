create table measurements (id bigint primary key, sensor_id integer not null);
alter table measurements alter column sensor_id set statistics 1000;
alter table measurements alter column sensor_id set (n_distinct = -0.2);
