create table a (id bigint primary key, n integer);
create table b (id bigint primary key, n integer);

create table sums (id bigint, n integer);
