create table a (id bigint primary key, name text);
create table b (id bigint primary key, a_id bigint references a);
create index b_a on b (a_id);
create index a_name on a (name);
