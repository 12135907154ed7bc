create schema "my.schema";
create table "my.schema"."the ""big"" table" (
  "id" bigint primary key,
  "first name" text not null,
  "a.b" text,
  "it's" text default 'it''s'
);
create index "ix on ""a.b""" on "my.schema"."the ""big"" table" ("a.b");
