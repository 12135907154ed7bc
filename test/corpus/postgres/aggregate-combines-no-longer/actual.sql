create function larger(a integer, b integer) returns integer language sql immutable as $$ select greatest(a, b) $$;

create aggregate top(integer) (sfunc = larger, stype = integer);
