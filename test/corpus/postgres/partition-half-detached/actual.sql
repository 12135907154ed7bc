create table events (id bigint) partition by range (id);
create table events_1 partition of events for values from (0) to (100);
create table events_2 partition of events for values from (100) to (200);
-- What ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY leaves behind when it is canceled.
set local allow_system_table_mods = on;
update pg_inherits set inhdetachpending = true where inhrelid = 'events_1'::regclass;
