create table books (id bigint primary key, author_id bigint);
