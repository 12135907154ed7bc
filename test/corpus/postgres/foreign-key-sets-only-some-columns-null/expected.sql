-- from 15

create table tenants_users (tenant_id bigint, id bigint, primary key (tenant_id, id));

create table tasks (
  tenant_id bigint not null,
  id bigint not null,
  assignee bigint,
  constraint tasks_assignee foreign key (tenant_id, assignee) references tenants_users on delete set null (assignee)
);
