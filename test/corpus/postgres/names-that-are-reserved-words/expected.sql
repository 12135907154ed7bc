create table "order" ("user" bigint primary key, "select" text not null, "group" integer check ("group" > 0));
create index "index" on "order" ("select");
create function "end"("from" integer) returns integer language sql as $$ select "from" $$;
