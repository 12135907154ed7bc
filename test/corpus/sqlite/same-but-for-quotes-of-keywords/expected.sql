create table notes (id integer primary key, "order" integer, "group" text);
create index ix_notes on notes ("order", lower("group")) where "order" > 0;
