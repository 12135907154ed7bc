create table vouchers (
  id bigint primary key,
  percent integer not null constraint vouchers_percent check (percent <= 100) not enforced
);
