create table logs (id bigint primary key, at timestamptz);
create index logs_at on logs (at);

cluster logs using logs_at;
alter table logs set without cluster;
