create table notes (id bigint primary key, owner_name name not null);
alter table notes enable row level security;

create policy notes_own on notes using (owner_name = current_user) with check (true);
