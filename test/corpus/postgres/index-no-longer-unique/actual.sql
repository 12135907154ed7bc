create table profiles (id bigint primary key, handle text not null);

create index profiles_handle on profiles (lower(handle));
