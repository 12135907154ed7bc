-- from 14

create table attachments (id bigint primary key, content bytea not null);
alter table attachments alter column content set compression pglz;
