create table teams (name text);
create table players (id integer primary key, team text references teams (name));
create table coaches (id integer primary key, team text);
