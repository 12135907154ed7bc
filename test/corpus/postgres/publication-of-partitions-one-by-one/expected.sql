create table sales (at date primary key) partition by range (at);
create table sales_2024 partition of sales for values from ('2024-01-01') to ('2025-01-01');

create publication warehouse for table sales with (publish_via_partition_root = true);
