create table a (id bigint primary key, n integer constraint positive check (n > 0));
create table b (id bigint primary key, n integer constraint positive check (n > 0));
