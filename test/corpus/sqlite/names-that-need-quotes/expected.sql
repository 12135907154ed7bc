create table "order" ("group" text not null, "a.b" integer, "say ""hi""" text, "ünïcode größe" text, "with:colon" text);
create index "ix order.group" on "order" ("group", "a.b");
create view "a view" as select "a.b" + 1 as "the next" from "order";
