create function area(side numeric) returns numeric language sql immutable as $$ select side * side $$;
