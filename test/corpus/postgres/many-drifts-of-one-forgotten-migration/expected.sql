create table users (id bigint primary key, email text not null, name varchar(50));
create table orders (id bigint primary key, user_id bigint not null, status text not null default 'new');
create view open_orders as select o.id, u.email from orders o join users u on u.id = o.user_id where o.status = 'new';

alter table users alter column name type varchar(100);
alter table users add column phone text;
alter table users add constraint users_email_key unique (email);
alter table orders add column total numeric(12, 2) not null default 0;
alter table orders add constraint orders_user foreign key (user_id) references users;
create index orders_user_idx on orders (user_id);
create table order_lines (order_id bigint references orders, line integer, sku text not null, primary key (order_id, line));
drop view open_orders;
create view open_orders as
  select o.id, u.email, o.total from orders o join users u on u.id = o.user_id where o.status = 'new';
