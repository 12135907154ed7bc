create table docs (id bigint primary key);
create function note_old() returns trigger language plpgsql as $$ begin return new; end $$;
create function note_new() returns trigger language plpgsql as $$ begin return new; end $$;

create trigger docs_note before insert on docs for each row execute function note_new();
