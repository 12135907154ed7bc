create table u (id bigint primary key);

create domain status as text check (value in ('on', 'off'));
