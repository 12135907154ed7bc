create table users (id integer primary key, email text not null, created_at text default current_timestamp);
create index ix_users_email on users (email);
create view emails as select email from users;
