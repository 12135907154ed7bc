create table "CUSTOMERS" ("CUSTOMER_ID" bigint primary key, "NAME" text);
create index "IX_CUSTOMERS_NAME" on "CUSTOMERS" ("NAME");
