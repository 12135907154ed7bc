create table docs (id bigint primary key, title text, body text);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;

create trigger docs_touch before insert or update on docs for each row when (new.title is not null) execute function touch();
