create schema "my.schema";
create table "my.schema"."the ""big"" table" (
  "id" bigint primary key,
  "first name" text,
  "it's" text default 'its'
);
