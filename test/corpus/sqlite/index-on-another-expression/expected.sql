create table users (id integer primary key, email text);
create index ix_users_email on users (lower(email));
