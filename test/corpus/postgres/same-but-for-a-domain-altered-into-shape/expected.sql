create domain email as text not null default 'x@y' constraint email_at check (value like '%@%');
