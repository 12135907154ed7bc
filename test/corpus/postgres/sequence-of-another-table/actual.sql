create table wins (id bigint not null);
create table losses (id bigint not null);
create sequence numbers;

alter table losses alter column id set default nextval('numbers');
