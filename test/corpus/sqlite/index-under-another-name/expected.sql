create table events (id integer primary key, kind text, at text);
create index ix_events_kind_at on events (kind, at);
create unique index ux_events_at on events (at) where kind = 'start';
