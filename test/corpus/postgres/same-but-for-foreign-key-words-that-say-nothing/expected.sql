create table cities (id bigint primary key);

create table streets (id bigint primary key, city bigint references cities);
