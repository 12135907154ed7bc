create table users (id bigint primary key, name text, email text);
create table teams (id bigint primary key, owner_id bigint not null);

create view owners as select t.id, u.name, u.email from teams t join users u on u.id = t.owner_id;
