create table t (id bigint primary key, at timestamp default (now() at time zone 'utc'), s text default trim(both from ' a '));
