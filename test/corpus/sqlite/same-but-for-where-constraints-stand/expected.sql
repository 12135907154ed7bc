create table teams (id integer primary key);
create table players (
  id integer primary key autoincrement,
  team_id integer references teams (id) on delete cascade,
  number integer check (number between 1 and 99),
  name text unique
);
create table tags (name text primary key);
