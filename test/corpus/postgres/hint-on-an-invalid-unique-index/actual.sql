create table users (id bigint primary key, email text);
create unique index users_email on users (email);

update pg_index set indisvalid = false where indexrelid = 'users_email'::regclass;
