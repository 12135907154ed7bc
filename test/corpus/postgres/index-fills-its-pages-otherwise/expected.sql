create table tags (id bigint primary key, name text not null);

create index tags_name on tags (name) with (fillfactor = 80);
