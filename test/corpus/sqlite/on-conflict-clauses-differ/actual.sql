create table accounts (
  id integer primary key autoincrement,
  email text not null unique on conflict fail,
  "Tenant" integer not null on conflict fail check ("Tenant" > 0),
  slug text not null default 'x',
  unique ("Tenant", slug)
);
