create table slots (id bigint primary key, room integer not null, at timestamptz not null, constraint slots_once unique (room, at));
