create table events (region text, at date) partition by list (region);
create table events_eu partition of events for values in ('eu') partition by range (at);
create table events_us partition of events for values in ('us');

create table events_eu_2024 partition of events_eu for values from ('2024-01-01') to ('2025-01-01');
