create table tokens (id uuid primary key, issued_at timestamptz not null default now());
