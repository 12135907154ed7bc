create table orders (id bigint primary key, customer_id bigint not null, status text not null);

create index orders_customer_id_idx on orders (customer_id);
