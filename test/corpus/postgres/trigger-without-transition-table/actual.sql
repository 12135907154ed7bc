create table moves (id bigint primary key, item bigint);
create function sum_up() returns trigger language plpgsql as $$ begin return null; end $$;

create trigger moves_sum after insert on moves for each statement execute function sum_up();
