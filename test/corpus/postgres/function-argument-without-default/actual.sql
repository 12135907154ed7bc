create function page(size integer) returns integer language sql as $$ select size $$;
