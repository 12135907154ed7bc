create table tags (name text primary key, colour text);
