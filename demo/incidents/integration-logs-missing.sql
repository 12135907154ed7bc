-- The application made its own tables, but the scheduler started before any migration ran.
create table outbox_events (
    id bigserial primary key,
    topic text not null,
    payload jsonb not null,
    processed_at timestamptz
);

insert into outbox_events (topic, payload)
select 'order.created', jsonb_build_object('order', number)
from generate_series(1, 5) as number;
