-- compare owners

create role corpus_app;
create role corpus_dba;
create schema app;
create type app.mood as enum ('sad', 'ok');
create sequence app.numbers;
create table app.docs (id bigint primary key, title text);
create view app.titles as select a.title, b.id from app.docs a join app.docs b on b.id = a.id;

alter schema app owner to corpus_app;
alter type app.mood owner to corpus_app;
alter sequence app.numbers owner to corpus_app;
alter view app.titles owner to corpus_app;
alter table app.docs owner to corpus_app;
