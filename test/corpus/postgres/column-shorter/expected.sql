create table products (sku varchar(40) primary key, price numeric(12, 4));
