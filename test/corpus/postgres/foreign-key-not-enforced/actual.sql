create table cities (id bigint primary key);

create table streets (id bigint primary key, city_id bigint constraint streets_city references cities not enforced);
