create table tasks (
  id integer primary key,
  owner_id integer references users (id),
  title text not null
);
create table users (id integer primary key);
create index ix_tasks_owner on tasks (owner_id);
