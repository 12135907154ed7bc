create table logs (id bigint primary key, at timestamptz not null);
create index logs_at_idx on logs (at);

alter table logs cluster on logs_pkey;
