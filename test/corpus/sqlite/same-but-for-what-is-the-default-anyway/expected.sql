create table teams (id integer primary key);
create table players (
  id integer primary key asc,
  team_id integer references teams on delete no action on update no action not deferrable,
  name text collate binary,
  note text default null
);
create index ix_players_name on players (name asc);
