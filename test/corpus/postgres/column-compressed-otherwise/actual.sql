create table attachments (id bigint primary key, content bytea not null);
