create function area(side numeric) returns numeric language sql immutable as $$ select side * side $$;

create function area(width numeric, height numeric) returns numeric language sql immutable as $$ select width * height $$;
