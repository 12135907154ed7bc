create table t (id bigint primary key, ttl interval default '1 day', at timestamptz default now() + interval '90 minutes');
