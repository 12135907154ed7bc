create table shifts (id bigint primary key, starts_at timestamp not null default timezone('Europe/Berlin', now()));
