create type address as (street text, city text, zip varchar(10));
