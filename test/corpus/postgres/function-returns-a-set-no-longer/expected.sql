create function ids() returns setof bigint language sql as $$ select 1::bigint $$;
