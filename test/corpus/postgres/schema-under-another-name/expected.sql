create table users (id bigint primary key);

create schema reporting;
create table reporting.daily (day date primary key, visits bigint not null);
create view reporting.latest as select d.day, u.id from reporting.daily d cross join users u;
