create function numbers() returns setof integer language sql as $$ select 1 $$;
