create table t (id bigint primary key);
create function on_ddl() returns event_trigger language plpgsql as $$ begin end $$;
