create domain amount as numeric(12, 2) default 0 not null;
