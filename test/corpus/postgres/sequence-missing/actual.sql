create table orders (id bigint primary key, number bigint not null);
