create table cars (id bigint primary key, wheels integer);
