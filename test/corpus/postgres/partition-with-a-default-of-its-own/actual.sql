create table jobs (at date not null, state text default 'new') partition by range (at);
create table jobs_2024 partition of jobs for values from ('2024-01-01') to ('2025-01-01');

alter table jobs_2024 alter column state set default 'old';
