create table addresses (id bigint primary key, city text, zip text, country text);

create statistics addresses_stats (mcv) on city, country from addresses;
