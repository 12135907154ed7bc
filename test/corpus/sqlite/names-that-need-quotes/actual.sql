create table "order" ("group" text not null, "a.b" text, "say ""hi""" text, "with:colon" text);
create index "ix order.group" on "order" ("group");
create view "a view" as select "a.b" + 2 as "the next" from "order";
