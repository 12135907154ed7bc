create table customers (customer_id bigint primary key, name text);
create index ix_customers_name on customers (name);
