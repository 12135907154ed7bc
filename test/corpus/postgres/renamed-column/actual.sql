create table projects (id bigint primary key, owner_id bigint not null, title text);
create index projects_owner on projects (owner_id);
alter table projects rename column owner_id to owners_id;
