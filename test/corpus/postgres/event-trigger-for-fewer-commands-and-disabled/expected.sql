create table t (id bigint primary key);
create function on_ddl() returns event_trigger language plpgsql as $$ begin end $$;

create event trigger watch_ddl on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function on_ddl();
