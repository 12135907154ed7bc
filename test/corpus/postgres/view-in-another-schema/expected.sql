create schema app;
create table app.customers (id bigint primary key, name text not null);
create table app.orders (id bigint primary key, customer_id bigint not null);
create table things (id bigint primary key);

create view app.customer_orders as
  select c.name, o.id as order_id from app.customers c join app.orders o on o.customer_id = c.id;
