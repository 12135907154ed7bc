create function who() returns name language sql security definer set search_path = pg_catalog as $$ select session_user $$;
