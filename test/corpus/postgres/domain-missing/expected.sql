create domain email as text check (value like '%@%');
create table users (id bigint primary key, email email not null);
