-- compare owners

create role corpus_app;
create role corpus_admin;
create table users (id bigint primary key);
create function now_text() returns text language sql as $$ select now()::text $$;

alter table users owner to corpus_app;
alter function now_text() owner to corpus_app;
