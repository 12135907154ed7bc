create table refunds (id bigint primary key, amount numeric(12, 2) not null);

alter table refunds add constraint refunds_amount_check check (amount > 0);
