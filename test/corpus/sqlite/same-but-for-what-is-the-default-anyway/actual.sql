create table teams (id integer primary key);
create table players (
  id integer primary key,
  team_id integer references teams (id),
  name text,
  note text
);
create index ix_players_name on players (name);
