create table products (id integer primary key, price integer not null, check (price >= 0));
