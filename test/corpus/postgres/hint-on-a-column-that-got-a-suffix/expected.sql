create table leads (id bigint primary key, source text, created_at timestamptz);
