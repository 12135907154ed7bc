create table addresses (id integer primary key, recieved text);
