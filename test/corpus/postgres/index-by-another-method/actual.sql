create table payloads (id bigint primary key, body jsonb not null, at timestamptz not null);

create index payloads_body on payloads using gin (body);
create index payloads_at on payloads (at);
