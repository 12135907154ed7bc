create or replace function public.add(in a int, in b int = 1) returns int
  volatile called on null input security invoker parallel unsafe cost 100 language sql as $$select a + b$$;
