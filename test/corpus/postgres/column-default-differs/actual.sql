create table jobs (
  id bigint primary key,
  status text not null default 'pending',
  attempts integer not null default 1,
  run_at timestamptz not null default now() + interval '1 hour'
);
