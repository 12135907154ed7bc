create table teams (id integer primary key);
create table players (id integer primary key, team_id integer not null references teams (id));
