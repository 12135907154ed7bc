create table teams (id bigint primary key);

create table members (id bigint primary key, team_id bigint references teams);
