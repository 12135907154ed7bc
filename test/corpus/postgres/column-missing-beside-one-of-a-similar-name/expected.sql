create table devices (id bigint primary key, platform text not null);
