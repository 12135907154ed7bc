do $$ begin execute format('create table %I (id bigint primary key)', E'two\nlines\ttab'); end $$;
