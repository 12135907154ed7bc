create table orders (id bigint primary key);

create publication warehouse for table orders with (publish = 'insert');
