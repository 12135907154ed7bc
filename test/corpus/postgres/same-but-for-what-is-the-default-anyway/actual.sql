create table logs (id bigint primary key, body text collate "default" default null, at timestamptz) with (oids = false);
alter table logs alter column body set storage extended;
create index logs_at on logs using btree (at asc nulls last);
create sequence numbers as bigint increment by 1 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle;
