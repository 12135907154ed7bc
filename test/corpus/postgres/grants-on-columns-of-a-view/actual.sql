create role corpus_reader;
create table t (id bigint primary key, "Note" text);
create view v as select id, "Note" from t;
grant select (id), update ("Note") on v to corpus_reader;
