create table teams (country text, code text, primary key (country, code));
create table players (id integer primary key, country text, team text, foreign key (country, team) references teams);
create table nodes (id integer primary key, up integer references nodes deferrable);
