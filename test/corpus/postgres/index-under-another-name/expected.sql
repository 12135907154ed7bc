create table products (id bigint primary key, category text not null, price numeric);

create index ix_products_category on products (category, price desc);
