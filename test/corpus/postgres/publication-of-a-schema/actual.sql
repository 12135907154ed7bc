create schema sales;
create table sales.orders (id bigint primary key);

create publication warehouse for table sales.orders;
