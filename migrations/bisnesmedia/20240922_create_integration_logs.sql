-- The revision 20240922_create_integration_logs, the first of the application's Alembic history.

create table if not exists integration_logs (
    id bigserial primary key,
    ts timestamptz,
    created_at timestamptz default (now() at time zone 'utc'),
    updated_at timestamptz default (now() at time zone 'utc'),
    process_name text,
    step text,
    log_level text,
    status text,
    message text,
    run_id varchar,
    request_id varchar,
    job_id varchar,
    external_system varchar,
    elapsed_ms integer,
    retry_count integer default 0,
    payload jsonb,
    payload_hash varchar,
    details jsonb
);

create index if not exists ix_integration_logs_time on integration_logs (coalesce(ts, created_at));
