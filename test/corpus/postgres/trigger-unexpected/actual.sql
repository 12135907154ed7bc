create table docs (id bigint primary key);
create function note() returns trigger language plpgsql as $$ begin return new; end $$;

create trigger zz_debug before insert on docs for each row execute function note();
