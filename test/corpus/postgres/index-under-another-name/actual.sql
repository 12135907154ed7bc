create table products (id bigint primary key, category text not null, price numeric);

create index products_category_price_idx on products (category, price desc);
