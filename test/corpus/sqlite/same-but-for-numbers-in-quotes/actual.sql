create table flags (name text primary key, is_on integer not null default '1', share numeric default '0.5', code text default '7');
