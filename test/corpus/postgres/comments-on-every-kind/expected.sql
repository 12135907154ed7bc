-- compare comments

create schema app;
create type app.mood as enum ('sad', 'ok');
create domain app.code as text;
create sequence app.numbers;
create table app.docs (id bigint constraint docs_key primary key, title text constraint docs_title check (title <> ''));
create view app.titles as select a.title, b.id from app.docs a join app.docs b on b.id = a.id;
create function app.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger docs_touch before insert on app.docs for each row execute function app.touch();
create policy docs_all on app.docs using (true);

comment on schema app is 'the application';
comment on type app.mood is 'of a person';
comment on domain app.code is 'short';
comment on sequence app.numbers is 'for invoices';
comment on constraint docs_key on app.docs is 'for good';
comment on constraint docs_title on app.docs is 'as editors asked';
comment on view app.titles is 'for the list';
comment on function app.touch() is 'sets the time';
comment on trigger docs_touch on app.docs is 'on every row';
comment on policy docs_all on app.docs is 'for now';
