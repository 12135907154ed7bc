create table users (id bigint primary key, name text);
create table teams (team_id bigint primary key, owner bigint);

create view owned as select * from users join teams on owner = id;
