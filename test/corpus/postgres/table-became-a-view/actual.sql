create table customers (id bigint primary key);
create table orders (id bigint primary key, customer_id bigint not null, total numeric not null);

create view order_totals as
  select c.id as customer_id, o.total from customers c join orders o on o.customer_id = c.id;
