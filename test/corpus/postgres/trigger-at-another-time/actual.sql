create table prices (id bigint primary key, amount numeric);
create function note() returns trigger language plpgsql as $$ begin return new; end $$;

create trigger prices_note before insert on prices for each row execute function note();
