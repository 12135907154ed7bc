create table docs (id bigint primary key);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger docs_touch before insert on docs for each row execute function touch();
