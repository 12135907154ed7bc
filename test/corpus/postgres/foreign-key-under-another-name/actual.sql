create table brands (id bigint primary key);

create table models (id bigint primary key, brand_id bigint references brands);
