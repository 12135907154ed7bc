create domain percent as integer constraint percent_range check (value >= 0);
