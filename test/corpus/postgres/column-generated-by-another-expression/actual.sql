create table order_lines (
  id bigint primary key,
  quantity integer not null,
  price numeric(12, 2) not null,
  total numeric(14, 2) generated always as (quantity * price * 1.19) stored
);
