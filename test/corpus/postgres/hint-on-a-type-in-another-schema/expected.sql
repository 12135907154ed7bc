create schema app;
create table app.t (id bigint primary key);
create table u (id bigint primary key);

create type app.mood as enum ('sad', 'ok');
create domain app.code as text;
