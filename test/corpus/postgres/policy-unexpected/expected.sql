create table rows (id bigint primary key);
alter table rows enable row level security;
create policy rows_positive on rows using (id > 0);
