create table addresses (id bigint primary key, city text, zip text);
create statistics addresses_stats on city, zip from addresses;

alter statistics addresses_stats set statistics 500;
