create table measurements (id bigint primary key, sensor_id integer not null);
