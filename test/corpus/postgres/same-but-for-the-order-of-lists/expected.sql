create role corpus_a;
create role corpus_b;
create table t (id bigint primary key);
alter table t enable row level security;

create policy p on t to corpus_a, corpus_b using (id > 0);
create publication pub for table t with (publish = 'insert, update');
alter table t set (fillfactor = 80, autovacuum_enabled = false);
create table places (kind text) partition by list (kind);
create table some_places partition of places for values in ('a, b', 'it''s', null);
