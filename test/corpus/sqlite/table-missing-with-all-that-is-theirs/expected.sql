create table projects (id integer primary key, name text not null);
create table runs (
  id integer primary key autoincrement,
  project_id integer not null references projects (id) on delete cascade,
  status text not null default 'queued' check (status in ('queued', 'running', 'done')),
  started_at text
);
create index ix_runs_project on runs (project_id);
create trigger runs_started after update of status on runs when new.status = 'running' begin
  update runs set started_at = datetime('now') where id = new.id;
end;
