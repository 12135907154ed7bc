create table ranks (id bigint primary key, season integer);

create unique index ranks_season on ranks (season);
