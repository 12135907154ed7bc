create table t (id bigint primary key, at timestamp default timezone('utc', now()), s text default btrim(' a '));
