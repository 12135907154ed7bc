create table teams (id integer primary key);
create table players (id integer primary key, team_id integer references teams (id) on delete set null);
