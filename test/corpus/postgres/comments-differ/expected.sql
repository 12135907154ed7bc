-- compare comments

create table users (id bigint primary key, email text, legacy boolean);
create index users_email_idx on users (email);

comment on table users is 'People who can log in';
comment on column users.email is 'As typed; compare in lower case';
comment on index users_email_idx is 'For the login';
