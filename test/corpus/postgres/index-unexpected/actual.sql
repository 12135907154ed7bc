create table orders (id bigint primary key, customer_id bigint not null, status text not null);

create index tmp_orders_status on orders (status);
create unique index tmp_orders_once on orders (customer_id, status);
