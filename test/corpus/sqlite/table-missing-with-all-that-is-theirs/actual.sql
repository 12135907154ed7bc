create table projects (id integer primary key, name text not null);
