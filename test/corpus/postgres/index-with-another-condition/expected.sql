create table emails (id bigint primary key, sent_at timestamptz, failed boolean not null);

create index emails_unsent on emails (id) where sent_at is null and not failed;
