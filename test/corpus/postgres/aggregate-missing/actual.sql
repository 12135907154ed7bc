create function add_up(a bigint, b integer) returns bigint language sql immutable as $$ select a + b $$;
