-- compare grants

create role corpus_app;
create schema app;
create sequence app.numbers;
create function app.secret() returns integer language sql as $$ select 1 $$;

grant usage on schema app to corpus_app;
grant usage on sequence app.numbers to corpus_app;
revoke execute on function app.secret() from public;
