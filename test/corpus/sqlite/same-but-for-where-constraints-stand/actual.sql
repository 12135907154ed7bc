create table teams (id integer, primary key (id));
create table players (
  id integer,
  team_id integer,
  number integer,
  name text,
  constraint pk_players primary key (id autoincrement),
  constraint fk_team foreign key (team_id) references teams (id) on delete cascade,
  check (number between 1 and 99),
  constraint uq_name unique (name)
);
create table tags (name text, primary key (name));
