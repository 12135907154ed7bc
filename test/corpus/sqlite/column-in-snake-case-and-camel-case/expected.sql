create table orders (id integer primary key, created_at text not null, customer_id integer);
