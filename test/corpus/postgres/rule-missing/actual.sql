create table facts (id bigint primary key);
