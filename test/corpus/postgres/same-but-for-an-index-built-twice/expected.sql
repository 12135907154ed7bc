create table t (id bigint primary key, n integer);

create index t_n on t (n);
