create table events (id bigint) partition by range (id);
create table events_1 partition of events for values from (0) to (100);
create table events_2 partition of events for values from (100) to (200);
create function note() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger note_it after insert on events for each row execute function note();
