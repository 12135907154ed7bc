create schema "we:ird";
set local search_path = "we:ird";
create table "a.b" ("e""f" text, "c.d" bigint not null, constraint "p k" primary key ("c.d"));
alter table "a.b" add check ((("e""f") <> ''::text));
create view "v(1)" as select x."c.d", y."e""f" from "a.b" x join "a.b" y on (x."c.d" = y."c.d");
