create table products (sku varchar(20) primary key, price numeric(10, 2));
