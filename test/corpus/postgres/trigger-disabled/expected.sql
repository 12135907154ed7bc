create table docs (id bigint primary key, updated_at timestamptz);
create function touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$;
create trigger docs_touch before update on docs for each row execute function touch();
