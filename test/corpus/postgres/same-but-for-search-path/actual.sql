create schema app;
set local search_path = app, public;
create table users (id bigint primary key, kind text);
create view kinds as select u.kind, v.kind as other from users u join users v on v.id = u.id;
