create table items (id integer primary key, name text, updated_at text);
create table audit (item_id integer, what text);
create trigger items_audit after delete on items for each row begin
  insert into audit values (old.id, 'deleted');
end;
