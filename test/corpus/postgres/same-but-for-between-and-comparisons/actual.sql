create table ages (id bigint primary key, age integer constraint ages_range check (age >= 0 and age <= 120));
