create function report() returns table (day date, visits integer) language sql as $$ select current_date, 1 $$;
