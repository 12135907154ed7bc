create table "users; drop table users; --" (id bigint primary key, "a' or '1'='1" text);
