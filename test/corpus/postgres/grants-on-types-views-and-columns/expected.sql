-- compare grants

create role corpus_app;
create domain code as text;
create table a (id bigint primary key, secret text);
create table b (id bigint primary key);
create view ab as select a.id, a.secret from a join b on b.id = a.id;

revoke usage on type code from public;
grant usage on type code to corpus_app;
grant select on ab to corpus_app;
grant update (secret) on a to corpus_app;
