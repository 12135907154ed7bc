create domain email as text;
alter domain email set not null;
alter domain email set default 'x@y'::text;
alter domain email add constraint email_at check (((value)::text ~~ '%@%'::text));
