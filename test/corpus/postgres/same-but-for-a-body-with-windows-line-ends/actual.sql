do $do$
begin
  execute E'create function two() returns integer language plpgsql as $$\r\nbegin\r\n  return 2;\r\nend $$';
end $do$;
