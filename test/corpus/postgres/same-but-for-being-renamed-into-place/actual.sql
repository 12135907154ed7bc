create table persons (id bigint primary key, name text not null unique);
create index persons_name_lower on persons (lower(name));
alter table persons rename to people;
alter table people rename column name to full_name;
alter table people rename constraint persons_pkey to people_pkey;
alter table people rename constraint persons_name_key to people_full_name_key;
alter index persons_name_lower rename to people_full_name_lower;
