create table events (id integer primary key, user_id integer, at text);
create index ix_events_user_at on events (user_id, at desc);
