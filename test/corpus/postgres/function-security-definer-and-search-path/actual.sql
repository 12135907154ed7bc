create function who() returns name language sql as $$ select session_user $$;
