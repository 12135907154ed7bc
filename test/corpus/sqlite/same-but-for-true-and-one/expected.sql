create table flags (name text primary key, is_on boolean not null default true, is_old boolean not null default false);
