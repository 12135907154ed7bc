create table brands (id bigint primary key);

create table models (id bigint primary key, brand_id bigint, constraint fk_models_brand foreign key (brand_id) references brands);
