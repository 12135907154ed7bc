create table users (
  id integer primary key, email text unique, team_id integer references teams (id), check (email <> '')
);
create table teams (id integer primary key, "Name" text not null default 'none');
create index ix_users_email on users (email);
create view members as select email, "Name" from users join teams on teams.id = team_id;
create trigger users_guard before delete on users begin select raise(abort, 'no'); end;
