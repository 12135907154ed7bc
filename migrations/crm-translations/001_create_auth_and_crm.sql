create table auth_users (
    id uuid primary key default gen_random_uuid(),
    email varchar not null,
    full_name varchar,
    is_active boolean not null default true,
    created_at timestamp with time zone not null default now()
);

create unique index ix_auth_users_email on auth_users (email);

create table crm_clients (
    id uuid primary key default gen_random_uuid(),
    full_name varchar not null,
    phone varchar,
    email varchar,
    created_at timestamp with time zone not null default now()
);

create index ix_crm_clients_phone on crm_clients (phone);
create index ix_crm_clients_email on crm_clients (email);
