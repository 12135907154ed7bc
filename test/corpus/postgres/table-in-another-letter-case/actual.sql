create table roles (id bigint primary key);

create table userproject (id bigint primary key, ownerid bigint not null);
