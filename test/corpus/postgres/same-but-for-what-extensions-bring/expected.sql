create table users (id bigint primary key);

create extension citext;
