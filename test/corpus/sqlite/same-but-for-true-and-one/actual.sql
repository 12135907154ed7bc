create table flags (name text primary key, is_on boolean not null default 1, is_old boolean not null default 0);
