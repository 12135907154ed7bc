create table jobs (
  id bigint primary key,
  status text not null default 'queued',
  attempts integer not null default 0,
  run_at timestamptz not null default now() + interval '5 minutes'
);
