create table people (id bigint primary key, full_name text not null unique);
create index people_full_name_lower on people (lower(full_name));
