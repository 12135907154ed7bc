create table prices (id bigint primary key, amount numeric);
create function note() returns trigger language plpgsql as $$ begin return new; end $$;

create trigger prices_note after update on prices for each row
  when (old.amount is distinct from new.amount) execute function note();
