create table Users (
  ID integer primary key, Email text unique, Team_ID integer references TEAMS (ID), check (EMAIL <> '')
);
create table Teams (id integer primary key, name text not null default 'none');
create index IX_users_email on Users (Email);
create view Members as select email, "Name" from users join teams on teams.id = team_id;
create trigger Users_Guard before delete on USERS begin select raise(abort, 'no'); end;
