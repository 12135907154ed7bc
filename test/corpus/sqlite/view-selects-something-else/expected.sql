create table orders (id integer primary key, customer_id integer, total real, paid_at text);
create view revenue as select customer_id, sum(total) as total from orders where paid_at is not null group by customer_id;
