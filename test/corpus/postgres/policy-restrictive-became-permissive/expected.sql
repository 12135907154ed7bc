create table files (id bigint primary key, size bigint not null);
alter table files enable row level security;

create policy small_files on files as restrictive for insert with check (size < 1000);
