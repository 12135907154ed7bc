create role corpus_a;
create role corpus_b;
create table t (id bigint primary key);
alter table t enable row level security;

create policy p on t to corpus_b, corpus_a using (id > 0);
create publication pub for table t with (publish = 'update, insert');
alter table t set (autovacuum_enabled = off, fillfactor = '80');
create table places (kind text) partition by list (kind);
create table some_places partition of places for values in (null, 'it''s', 'a, b');
