create table users (id integer primary key, email text, team_id integer references TEAMS (ID), check (EMAIL <> ''));
create table teams (id integer primary key);
create index ix_users_email on Users (Email);
