create type level as enum ('low', 'hgih');
create table alarms (id bigint primary key, level level default 'low');
