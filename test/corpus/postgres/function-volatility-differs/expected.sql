create function today() returns date language sql stable strict parallel safe as $$ select current_date $$;
