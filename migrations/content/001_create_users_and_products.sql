create table users (
    id uuid primary key default gen_random_uuid(),
    email varchar(255) not null,
    full_name varchar(255),
    is_active boolean not null default true,
    created_at timestamp with time zone default now()
);

create unique index ix_users_email on users (email);

create table products (
    id uuid primary key default gen_random_uuid(),
    sku varchar(64) not null,
    name varchar(255) not null,
    price numeric(12, 2) not null,
    tags jsonb,
    created_at timestamp with time zone default now()
);

create unique index ix_products_sku on products (sku);
