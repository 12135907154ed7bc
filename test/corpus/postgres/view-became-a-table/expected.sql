create table a (id bigint primary key, n integer);
create table b (id bigint primary key, n integer);

create view sums as select a.id, a.n + b.n as n from a join b on b.id = a.id;
