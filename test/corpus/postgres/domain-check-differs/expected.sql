create domain percent as integer constraint percent_range check (value between 0 and 100);
