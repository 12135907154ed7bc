create role corpus_app;
create table t (id bigint primary key);
create sequence s;

grant usage, select, update on sequence s to corpus_app;
grant select, delete on t to corpus_app;
revoke delete on t from corpus_app;
