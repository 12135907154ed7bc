create table items (id integer primary key, name text);
create trigger debug_items after insert on items begin
  select raise(ignore) where new.name is null;
end;
