create function today() returns date language sql volatile as $$ select current_date $$;
