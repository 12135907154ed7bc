create table documents (id bigint primary key, body text not null);
alter table documents alter column body set storage external;
