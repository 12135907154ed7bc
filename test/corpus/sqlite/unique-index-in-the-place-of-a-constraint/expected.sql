create table accounts (id integer primary key, email text not null unique);
