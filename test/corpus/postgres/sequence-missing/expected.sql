create table orders (id bigint primary key, number bigint not null);

create sequence order_numbers start with 1000;
