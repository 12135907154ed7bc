create table jobs (id integer primary key, created_at text not null);
