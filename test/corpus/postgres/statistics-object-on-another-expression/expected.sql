-- from 14

create table people (id bigint primary key, name text);

create statistics people_stats on (lower(name)) from people;
