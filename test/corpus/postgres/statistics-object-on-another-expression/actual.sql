create table people (id bigint primary key, name text);

create statistics people_stats on (upper(name)) from people;
