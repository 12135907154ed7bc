-- from 15
create table plans (id bigint primary key);
create table items (plan_id bigint references plans) partition by list (plan_id);
create table items_1 partition of items for values in (1);
