create table cities (id bigint primary key, name text not null);
