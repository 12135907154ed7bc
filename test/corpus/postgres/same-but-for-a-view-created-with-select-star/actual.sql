create table users (id bigint primary key, name text);
create table teams (team_id bigint primary key, owner bigint);

create view owned as
  select u.id, u.name, t.team_id, t.owner from users u join teams t on t.owner = u.id;
drop view owned;
create view owned as
  select users.id, users.name, teams.team_id, teams.owner from public.users inner join public.teams on (teams.owner = users.id);
