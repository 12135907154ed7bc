create table users (id integer primary key, email text not null unique, age integer check (age > 0));
create index ix_users_age on users (age);
create table posts (id integer primary key, user_id integer not null references users (id));
