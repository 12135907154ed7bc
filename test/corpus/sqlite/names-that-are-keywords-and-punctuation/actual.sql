create table "select" ("from" integer primary key, "where(" text, [order by] text default 'x;y', `tick``s` text);
create trigger "create trigger" after insert on "select" begin
  update "select" set [order by] = 'done' where "from" = new."from";
end;
