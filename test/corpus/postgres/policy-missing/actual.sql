create table notes (id bigint primary key, owner_name name not null);
alter table notes enable row level security;
