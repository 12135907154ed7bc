-- from 15

create schema sales;
create table sales.orders (id bigint primary key);

create publication warehouse for tables in schema sales;
