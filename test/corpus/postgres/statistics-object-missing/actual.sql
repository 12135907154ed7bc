create table addresses (id bigint primary key, city text, zip text);
