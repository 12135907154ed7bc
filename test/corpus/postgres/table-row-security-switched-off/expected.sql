create table notes (id bigint primary key, owner_name name not null);
create policy notes_own on notes using (owner_name = current_user);

alter table notes enable row level security;
alter table notes force row level security;
