create type level as enum ('low', 'hgih');
create table alarms (id bigint primary key, level level default 'low');

alter type level rename value 'hgih' to 'high';
