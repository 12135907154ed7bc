-- The revision 004_add_content_tables of the application's Alembic history.

create table if not exists content_plans (
    id uuid primary key default gen_random_uuid(),
    name varchar(255),
    status varchar(50) not null default 'draft',
    start_date timestamp with time zone not null,
    end_date timestamp with time zone not null,
    timezone varchar(64) not null default 'Europe/Moscow',
    inputs jsonb,
    created_at timestamp with time zone default now(),
    updated_at timestamp with time zone
);

create index if not exists ix_content_plans_status on content_plans (status);
create index if not exists ix_content_plans_start_date on content_plans (start_date);
create index if not exists ix_content_plans_end_date on content_plans (end_date);

create table if not exists content_items (
    id uuid primary key default gen_random_uuid(),
    plan_id uuid not null references content_plans (id),
    scheduled_at timestamp with time zone not null,
    timezone varchar(64) not null default 'Europe/Moscow',
    channel varchar(64) not null,
    content_type varchar(64) not null default 'post',
    topic varchar(500),
    hook varchar(500),
    cta varchar(500),
    persona varchar(500),
    cjm_stage varchar(64),
    goal varchar(500),
    spec jsonb,
    generated jsonb,
    generated_text text,
    status varchar(50) not null default 'planned',
    published_at timestamp with time zone,
    publication_metadata jsonb,
    created_at timestamp with time zone default now(),
    updated_at timestamp with time zone
);

create index if not exists ix_content_items_plan_id on content_items (plan_id);
create index if not exists ix_content_items_scheduled_at on content_items (scheduled_at);
create index if not exists ix_content_items_status on content_items (status);
create index if not exists ix_content_items_channel on content_items (channel);

create table if not exists content_publications (
    id uuid primary key default gen_random_uuid(),
    item_id uuid not null references content_items (id),
    provider varchar(64) not null default 'glame',
    status varchar(50) not null default 'created',
    external_id varchar(255),
    request_payload jsonb,
    response_payload jsonb,
    error_message text,
    created_at timestamp with time zone default now()
);

create index if not exists ix_content_publications_item_id on content_publications (item_id);
create index if not exists ix_content_publications_status on content_publications (status);
