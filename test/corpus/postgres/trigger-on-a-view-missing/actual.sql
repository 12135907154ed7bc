create table a (id bigint primary key, n integer);
create table b (id bigint primary key, n integer);
create view ab as select a.id, b.n from a join b on b.id = a.id;
create function write_ab() returns trigger language plpgsql as $$ begin return new; end $$;
