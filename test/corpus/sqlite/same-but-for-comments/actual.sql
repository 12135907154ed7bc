create table jobs ( -- one row a job
  id integer primary key, /* an alias of the rowid */
  state text not null default 'new' -- see the manual
    check (state in ('new', /* or */ 'done'))
);
create trigger jobs_guard before delete on jobs begin
  -- nobody may
  select raise(abort, 'jobs are kept');
end;
