create table "public"."tags" ("id" bigint primary key, "name" text not null default E'x');
