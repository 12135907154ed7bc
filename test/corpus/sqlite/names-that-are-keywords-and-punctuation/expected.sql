create table "select" ("from" integer primary key, "where(" text check ("where(" <> ''), [order by] text default 'x;y--z', `tick``s` text);
create trigger "create trigger" after insert on "select" begin
  update "select" set [order by] = 'done /* not a comment */' where "from" = new."from";
end;
