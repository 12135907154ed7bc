create table roles (id bigint primary key);

create table "UserProject" (id bigint primary key, "ownerId" bigint not null);
