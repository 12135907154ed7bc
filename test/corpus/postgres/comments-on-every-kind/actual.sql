create schema app;
create type app.mood as enum ('sad', 'ok');
create domain app.code as text;
create sequence app.numbers;
create table app.docs (id bigint constraint docs_key primary key, title text constraint docs_title check (title <> ''));
create view app.titles as select a.title, b.id from app.docs a join app.docs b on b.id = a.id;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger docs_touch before insert on app.docs for each row execute function app.touch();
create policy docs_all on app.docs using (true);

comment on schema app is 'old';
