create table orders (id bigint primary key);

create publication everything for all tables;
