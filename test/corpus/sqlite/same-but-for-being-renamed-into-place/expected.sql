create table customers (id integer primary key, full_name text not null);
create index ix_customers_name on customers (full_name);
create view names as select full_name from customers;
