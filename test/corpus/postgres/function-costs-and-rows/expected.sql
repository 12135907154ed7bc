create function numbers() returns setof integer language sql cost 10 rows 5 as $$ select 1 $$;
