create table plans (id bigint primary key) partition by range (id);
create table plans_1 partition of plans for values from (0) to (100);
create table items (plan_id bigint references plans);
