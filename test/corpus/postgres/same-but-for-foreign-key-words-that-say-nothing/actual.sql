create table cities (id bigint primary key);

create table streets (
  id bigint primary key,
  city bigint references cities (id) match simple on delete no action on update no action not deferrable initially immediate
);
