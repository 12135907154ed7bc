create table notes (id bigint primary key, owner_name name not null, is_public boolean not null);
alter table notes enable row level security;

create policy read_notes on notes for select using (is_public);
