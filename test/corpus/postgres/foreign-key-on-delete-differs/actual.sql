create table teams (id bigint primary key);

create table players (id bigint primary key, team_id bigint constraint players_team references teams on delete set null on update cascade);
