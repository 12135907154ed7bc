create table t (id bigint primary key, a integer, b integer);

create index first_idx on t (a);
create index second_idx on t (a);
create index third_idx on t (b);
