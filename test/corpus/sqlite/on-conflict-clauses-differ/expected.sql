create table accounts (
  id integer primary key on conflict replace autoincrement,
  email text not null on conflict ignore unique on conflict replace,
  "Tenant" integer not null check ("Tenant" > 0),
  slug text not null default 'x',
  constraint one_slug unique ("Tenant", slug) on conflict rollback
);
