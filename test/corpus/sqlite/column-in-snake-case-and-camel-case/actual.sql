create table orders (id integer primary key, createdAt text not null, customerId integer);
