create table jobs (id integer primary key, state text not null default 'queued', tries integer default 0);
