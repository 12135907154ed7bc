create table logs (id bigint primary key, body text, at timestamptz);
create index logs_at on logs (at);
create sequence numbers;
