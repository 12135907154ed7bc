create table sessions (id bigint primary key, "userId" bigint not null);
