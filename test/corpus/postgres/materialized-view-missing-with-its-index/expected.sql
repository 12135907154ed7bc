create table sales (id bigint primary key, product bigint not null, amount numeric not null);
create table products (id bigint primary key, name text not null);

create materialized view revenue as
  select p.id, p.name, s.amount from products p join sales s on s.product = p.id;
create unique index revenue_id on revenue (id);
