create table aliases (id bigint primary key, name text, constraint aliases_name unique (name));
