create table t (id bigint primary key, ttl interval default '24:00:00'::interval + '0'::interval, at timestamptz default now() + interval '1 hour 30 minutes');
alter table t alter column ttl set default interval '1 day';
