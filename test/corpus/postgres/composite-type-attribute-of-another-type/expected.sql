create type money_amount as (amount numeric(12, 2), currency char(3));
