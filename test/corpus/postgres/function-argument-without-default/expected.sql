create function page(size integer default 20) returns integer language sql as $$ select size $$;
