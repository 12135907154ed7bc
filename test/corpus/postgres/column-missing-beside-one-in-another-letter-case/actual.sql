create table sessions (id bigint primary key, userid bigint not null);
