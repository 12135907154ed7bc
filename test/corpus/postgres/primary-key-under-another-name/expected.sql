create table coupons (code text constraint pk_coupons primary key);
