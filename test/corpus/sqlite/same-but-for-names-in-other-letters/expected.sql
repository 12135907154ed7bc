create table users (id integer primary key, email text, team_id integer references teams (id), check (email <> ''));
create table teams (id integer primary key);
create index ix_users_email on users (email);
