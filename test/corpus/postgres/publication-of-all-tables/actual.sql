create table orders (id bigint primary key);

create publication everything for table orders;
