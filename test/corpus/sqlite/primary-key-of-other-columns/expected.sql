create table members (team_id integer not null, user_id integer not null, role text, primary key (team_id, user_id));
