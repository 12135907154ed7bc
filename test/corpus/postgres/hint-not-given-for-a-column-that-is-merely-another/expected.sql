create table cars (id bigint primary key, color text);
