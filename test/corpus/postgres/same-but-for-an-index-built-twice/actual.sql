create table t (id bigint primary key, n integer);

create index t_n_old on t (n);
drop index t_n_old;
create index if not exists t_n on t (n);
create index if not exists t_n on t (id);
