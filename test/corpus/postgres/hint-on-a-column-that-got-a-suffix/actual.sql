create table leads (id bigint primary key, source_id bigint, created timestamptz);
