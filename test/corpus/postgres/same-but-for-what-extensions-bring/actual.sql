create table users (id bigint primary key);

create extension if not exists citext with schema public cascade;
comment on extension citext is 'case';
