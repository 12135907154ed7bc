-- from 14
create table events (id bigint) partition by range (id);
create table events_1 partition of events for values from (0) to (100);
create table events_2 partition of events for values from (100) to (200);
