create table ledger (id bigint primary key, amount numeric);
create function balance() returns trigger language plpgsql as $$ begin return null; end $$;

create constraint trigger ledger_balance after insert on ledger deferrable initially deferred
  for each row execute function balance();
