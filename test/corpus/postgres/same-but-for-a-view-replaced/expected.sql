create table users (id bigint primary key, name text);

create view names as select id, name from users where name is not null;
