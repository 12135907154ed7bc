create type plan_kind as enum ('free', 'team');
create table plans (id bigint primary key, kind plan_kind not null default 'free');
