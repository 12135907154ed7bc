create table t (id bigint primary key, a text collate "C", b text);

create index t_a on t (a);
create index t_b on t (b);
