create function add_up(a bigint, b integer) returns bigint language sql immutable as $$ select a + b $$;

create aggregate total(integer) (sfunc = add_up, stype = bigint, initcond = '0');
