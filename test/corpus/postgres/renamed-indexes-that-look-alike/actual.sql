create table t (id bigint primary key, a integer, b integer);

create index t_a_idx on t (a);
create index t_b_idx on t (b);
