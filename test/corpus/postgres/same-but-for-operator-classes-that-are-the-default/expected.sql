create table t (id bigint primary key, a text, j jsonb);

create index t_a on t (a);
create index t_j on t using gin (j);
