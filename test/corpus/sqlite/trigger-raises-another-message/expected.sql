create table jobs (id integer primary key, state text);
create trigger jobs_keep before delete on jobs begin
  select raise(abort, 'jobs are kept for a year');
end;
