create table limits (
  low integer,
  high integer,
  constraint limits_order check (((((low < high) and (high < 100)) and ((low) > 0)) or (low is null)))
);
