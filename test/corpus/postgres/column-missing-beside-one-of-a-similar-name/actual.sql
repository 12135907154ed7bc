create table devices (id bigint primary key, platform_type text not null);
