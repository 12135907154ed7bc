create table words (id bigint primary key, word text not null);
