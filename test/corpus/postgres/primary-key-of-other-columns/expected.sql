create table memberships (team_id bigint, user_id bigint, role text, primary key (team_id, user_id));
