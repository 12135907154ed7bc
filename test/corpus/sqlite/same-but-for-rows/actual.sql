create table users (id integer primary key, name text);
insert into users (name) values ('Ada'), ('Grace'), ('Edsger');
delete from users where id = 2;
pragma user_version = 7;
pragma application_id = 42;
vacuum;
