create table content_plans (
  id bigint generated always as identity primary key,
  name text not null unique,
  status text not null default 'draft' check (status in ('draft', 'live'))
);
create index content_plans_status_idx on content_plans (status);
create table content_items (
  id bigint generated always as identity primary key,
  plan_id bigint not null references content_plans,
  title text not null
);
