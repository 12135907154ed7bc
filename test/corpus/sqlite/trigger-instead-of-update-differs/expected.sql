create table people (id integer primary key, name text, changed_at text);
create view names as select id, name from people;
create trigger names_insert instead of insert on names begin
  insert into people (name) values (new.name);
end;
create trigger names_update instead of update of name on names begin
  update people set name = new.name, changed_at = datetime('now') where id = old.id;
end;
create trigger names_delete instead of delete on names begin
  delete from people where id = old.id;
end;
