create table coupons (code text primary key);
