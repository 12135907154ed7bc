create table orders (id integer primary key, total real);
create view order_totals as select sum(total) as total from orders;
