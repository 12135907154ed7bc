create table customers (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint not null, total numeric not null);

create table order_totals (customer_id bigint, total numeric);
