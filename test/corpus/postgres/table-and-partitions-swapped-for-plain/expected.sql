create table metrics (at date not null, value numeric) partition by range (at);
create table metrics_2024 partition of metrics for values from ('2024-01-01') to ('2025-01-01');
