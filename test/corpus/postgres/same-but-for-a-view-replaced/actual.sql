create table users (id bigint primary key, name text);

create view names as select id, name from users;
create or replace view names as select u.id, u.name from users u where u.name is not null;
create or replace view names as select id, name from users where name is not null;
