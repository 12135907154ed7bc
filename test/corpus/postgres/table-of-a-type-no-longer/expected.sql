create type address as (street text, city text);

create table addresses of address;
