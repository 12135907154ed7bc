create function greet(name text, greeting text) returns text language sql as $$ select greeting || ' ' || name $$;
