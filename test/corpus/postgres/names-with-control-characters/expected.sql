do $$ begin execute format('create table %I (id bigint primary key)', E'two\nlines\ttab'); end $$;

do $$ begin execute format('alter table %I add column %I text', E'two\nlines\ttab', E'\x1b[31mred'); end $$;
