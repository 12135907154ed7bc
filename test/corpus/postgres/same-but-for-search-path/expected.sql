create schema app;
create table app.users (id bigint primary key, kind text);
create view app.kinds as select u.kind, v.kind as other from app.users u join app.users v on v.id = u.id;
