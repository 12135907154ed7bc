create table samples (at date not null, probe integer not null) partition by range (at);
create table samples_2024 partition of samples for values from ('2024-01-01') to ('2025-01-01');

create index samples_probe_idx on only samples (probe);
