create table notes (
  id bigint primary key,
  status text default 'new'::text,
  number integer default (5),
  share numeric(5, 2) default 0.5::numeric,
  day date default date '2024-01-01',
  labels text[] default '{}'::text[],
  options jsonb default '{}'::jsonb
);
