create table teams (name text);
create table players (id integer primary key, team text references teams);
create table coaches (id integer primary key, team text references clubs);
