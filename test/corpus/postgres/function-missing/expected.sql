create table users (id bigint primary key);

create function slugify(title text) returns text language sql immutable as $$ select lower(title) $$;
