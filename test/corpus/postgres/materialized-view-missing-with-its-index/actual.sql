create table sales (id bigint primary key, product bigint not null, amount numeric not null);
create table products (id bigint primary key, name text not null);
