create table users (id bigint primary key, email text, legacy boolean);
create index users_email_idx on users (email);

comment on table users is 'People';
comment on column users.legacy is 'Do not use';
