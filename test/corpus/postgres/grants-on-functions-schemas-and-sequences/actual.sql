create role corpus_app;
create schema app;
create sequence app.numbers;
create function app.secret() returns integer language sql as $$ select 1 $$;

grant usage on schema app to public;
