create function times(a numeric, b numeric) returns numeric language sql immutable as $$ select a * b $$;

create aggregate product(numeric) (sfunc = times, stype = numeric, initcond = '1');
