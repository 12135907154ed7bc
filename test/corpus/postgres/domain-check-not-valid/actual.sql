create domain zip as text;

alter domain zip add constraint zip_length check (length(value) = 5) not valid;
