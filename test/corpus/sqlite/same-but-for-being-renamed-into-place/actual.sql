create table clients (id integer primary key, name text not null);
create index ix_customers_name on clients (name);
create view names as select name as full_name from clients;
alter table clients rename to customers;
alter table customers rename column name to full_name;
drop view names;
create view names as select full_name from customers;
