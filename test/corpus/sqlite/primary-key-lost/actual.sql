create table tags (name text, colour text);
