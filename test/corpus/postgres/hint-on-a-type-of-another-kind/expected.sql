create table u (id bigint primary key);

create type status as enum ('on', 'off');
