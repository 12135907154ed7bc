create function ids() returns bigint language sql as $$ select 1::bigint $$;
