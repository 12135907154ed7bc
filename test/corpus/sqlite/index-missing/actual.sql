create table events (id integer primary key, user_id integer, at text);
