create table notes (
  id bigint primary key,
  status text default 'new',
  number integer default 5,
  share numeric(5, 2) default 0.5,
  day date default '2024-01-01',
  labels text[] default '{}',
  options jsonb default '{}'
);
