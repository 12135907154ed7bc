create table addresses (id bigint primary key, city text, zip text, country text);

create statistics addresses_stats (dependencies, ndistinct) on city, zip from addresses;
