create function report() returns table (day date, visits bigint) language sql as $$ select current_date, 1::bigint $$;
