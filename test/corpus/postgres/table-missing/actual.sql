create table content_items (
  id bigint generated always as identity primary key,
  plan_id bigint not null,
  title text not null
);
