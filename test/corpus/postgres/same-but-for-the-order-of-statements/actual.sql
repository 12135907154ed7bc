create table b (id bigint primary key, a_id bigint);
create index b_a on b (a_id);
create table a (id bigint primary key, name text);
create index a_name on a (name);
alter table b add foreign key (a_id) references a;
