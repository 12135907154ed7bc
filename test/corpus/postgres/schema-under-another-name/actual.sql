create table users (id bigint primary key);

create schema reports;
create table reports.daily (day date primary key, visits bigint not null);
create view reports.latest as select d.day, u.id from reports.daily d cross join users u;
