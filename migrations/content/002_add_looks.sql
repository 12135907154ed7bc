create table looks (
    id uuid primary key default gen_random_uuid(),
    name varchar(255) not null,
    persona varchar(500),
    status varchar(50) not null default 'draft',
    created_at timestamp with time zone default now()
);

create table look_products (
    look_id uuid not null references looks (id) on delete cascade,
    product_id uuid not null references products (id),
    position integer not null default 0,
    primary key (look_id, product_id)
);
