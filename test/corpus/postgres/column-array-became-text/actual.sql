create table articles (id bigint primary key, tags text not null default '{}');
