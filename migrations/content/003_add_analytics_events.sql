create table analytics_events (
    id uuid primary key default gen_random_uuid(),
    user_id uuid references users (id) on delete set null,
    event_type varchar(64) not null,
    payload jsonb,
    created_at timestamp with time zone default now()
);

create index ix_analytics_events_event_type on analytics_events (event_type);
create index ix_analytics_events_created_at on analytics_events (created_at);
