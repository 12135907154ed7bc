create table messages (id bigint primary key, owner_name name not null);
create policy messages_own on messages using (owner_name = current_user);
alter table messages enable row level security;

alter table messages force row level security;
