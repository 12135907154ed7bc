create table addresses (id bigint primary key, city text, zip text);
create statistics addresses_stats on city, zip from addresses;
