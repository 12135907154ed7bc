-- compare grants

create role corpus_app;
create table t (id bigint primary key);
create sequence s;

grant all on sequence s to corpus_app;
grant select on t to corpus_app;
