create table orders (id bigint primary key);

create publication warehouse for table orders;
