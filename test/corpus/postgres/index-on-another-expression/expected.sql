create table persons (id bigint primary key, name text not null);

create index persons_name_idx on persons (lower(name));
