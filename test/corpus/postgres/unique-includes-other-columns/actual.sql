create table badges (id bigint primary key, code text not null, color text, constraint badges_code unique (code));
