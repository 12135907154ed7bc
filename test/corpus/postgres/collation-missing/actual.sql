create table keys (key text primary key);
