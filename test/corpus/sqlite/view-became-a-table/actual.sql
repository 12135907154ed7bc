create table orders (id integer primary key, total real);
create table order_totals (total real);
