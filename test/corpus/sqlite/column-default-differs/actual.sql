create table jobs (id integer primary key, state text not null default 'new', tries integer default 0);
