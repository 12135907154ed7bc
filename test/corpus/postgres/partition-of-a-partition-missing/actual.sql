create table events (region text, at date) partition by list (region);
create table events_eu partition of events for values in ('eu') partition by range (at);
create table events_us partition of events for values in ('us');
