create table jobs (at date not null, size integer) partition by range (at);
create table jobs_2024 partition of jobs for values from ('2024-01-01') to ('2025-01-01');

alter table jobs_2024 add constraint jobs_size check (size > 0);
