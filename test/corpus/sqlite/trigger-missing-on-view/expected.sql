create table people (id integer primary key, name text);
create view names as select id, name from people;
create trigger names_insert instead of insert on names begin
  insert into people (name) values (new.name);
end;
