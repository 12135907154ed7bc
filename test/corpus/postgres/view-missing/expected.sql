create table customers (id bigint primary key, name text not null);
create table orders (id bigint primary key, customer_id bigint not null references customers);

create view customer_orders as
  select c.name, o.id as order_id from customers c join orders o on o.customer_id = c.id;
