create table counters (name text primary key, n integer not null default 0);
