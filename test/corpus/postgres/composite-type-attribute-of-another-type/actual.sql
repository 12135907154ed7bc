create type money_amount as (amount double precision, currency char(3));
