create table "order" ("user" bigint primary key, "select" varchar(10) not null, "group" integer check ("group" > 1));
create index "index" on "order" ("select", "group");
create function "end"("from" integer) returns integer language sql as $$ select "from" + 1 $$;
