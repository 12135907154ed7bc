create table users (id bigint primary key, email text not null, name varchar(50));
create table orders (id bigint primary key, user_id bigint not null, status text not null default 'new');
create view open_orders as select o.id, u.email from orders o join users u on u.id = o.user_id where o.status = 'new';
