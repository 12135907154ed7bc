create table visits (id bigserial primary key, url text not null);
