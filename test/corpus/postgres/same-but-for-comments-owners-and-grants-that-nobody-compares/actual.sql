create role corpus_app;
create table users (id bigint primary key);

alter table users owner to corpus_app;
comment on column users.id is 'number';
