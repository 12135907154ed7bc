create table notes (id bigint primary key, owner_name name, is_public boolean not null);
alter table notes enable row level security;

create policy notes_seen on public.notes as permissive for all to public using (((is_public) or ((owner_name = current_user))));
