create table events (id integer primary key, kind text, at text);
create index events_kind_at_index on events (kind, at);
create unique index events_start on events (at) where (kind = 'start');
