create table memberships (team_id bigint not null, user_id bigint, role text, primary key (user_id));
