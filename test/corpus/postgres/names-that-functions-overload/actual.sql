create function "Price"("Amount" numeric, text[]) returns numeric language sql as $$ select 1.0 $$;
create function "Price"(character varying, timestamp with time zone) returns numeric language sql as $$ select 3.0 $$;
