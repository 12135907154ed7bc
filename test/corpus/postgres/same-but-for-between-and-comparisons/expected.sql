create table ages (id bigint primary key, age integer constraint ages_range check (age between 0 and 120));
