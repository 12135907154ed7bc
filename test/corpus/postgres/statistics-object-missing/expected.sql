create table addresses (id bigint primary key, city text, zip text);

create statistics addresses_city_zip (dependencies, ndistinct) on city, zip from addresses;
