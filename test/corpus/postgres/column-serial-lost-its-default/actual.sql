create table visits (id bigserial primary key, url text not null);
alter table visits alter column id drop default;
