create table images (id integer primary key, header blob not null default x'00ff01', salt blob default (zeroblob(4)));
