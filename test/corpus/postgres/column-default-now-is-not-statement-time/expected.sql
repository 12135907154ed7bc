create table audit_entries (id bigint primary key, at timestamptz not null default now());
