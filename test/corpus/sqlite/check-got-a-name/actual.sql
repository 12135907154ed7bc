create table products (id integer primary key, price integer not null constraint price_is_positive check (price >= 0));
