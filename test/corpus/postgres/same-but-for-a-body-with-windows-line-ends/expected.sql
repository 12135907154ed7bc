create function two() returns integer language plpgsql as $$
begin
  return 2;
end $$;
