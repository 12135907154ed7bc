create table jobs (id integer primary key, state text, run_at text);
create index ix_jobs_ready on jobs (run_at) where state = 'ready' and run_at is not null;
