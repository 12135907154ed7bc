create table events (id integer primary key, payload any) strict;
