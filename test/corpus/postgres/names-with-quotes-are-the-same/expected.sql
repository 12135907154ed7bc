create schema "we:ird";
create table "we:ird"."a.b" ("c.d" bigint constraint "p k" primary key, "e""f" text check ("e""f" <> ''));
create view "we:ird"."v(1)" as select x."c.d", y."e""f" from "we:ird"."a.b" x join "we:ird"."a.b" y on x."c.d" = y."c.d";
