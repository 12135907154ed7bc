create table plans (id bigint primary key);
create table items (id bigint primary key, plan_id bigint not null references plans, place integer unique deferrable);
alter table items disable trigger all;
