create function spread(numbers integer[], out low integer, out high integer) language sql as $$ select 1, 2 $$;
