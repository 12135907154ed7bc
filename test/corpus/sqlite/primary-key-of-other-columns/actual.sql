create table members (team_id integer not null, user_id integer not null, role text, primary key (user_id, team_id));
