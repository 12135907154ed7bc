create table users (id integer primary key, [email] text not null default 'none', `team` integer references teams (id));
create table [teams] (id integer primary key);
create index ix_users_email on users (email);
create view emails as select email from [users] where `team` is not null;
