create table items (id integer primary key, name text, price integer, updated_at text);
create trigger items_touch after update of name, price on items begin
  update items set updated_at = datetime('now') where id = new.id;
end;
