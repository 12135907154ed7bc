create table counters (name text primary key, n int not null default 0);
