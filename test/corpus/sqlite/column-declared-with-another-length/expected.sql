create table users (id integer primary key, email varchar(320) not null);
