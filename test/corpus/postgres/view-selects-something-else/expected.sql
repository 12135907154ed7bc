create table users (id bigint primary key, name text, is_active boolean not null);
create table teams (id bigint primary key, owner_id bigint not null);

create view team_owners as
  select t.id, u.name from teams t join users u on u.id = t.owner_id where u.is_active;
