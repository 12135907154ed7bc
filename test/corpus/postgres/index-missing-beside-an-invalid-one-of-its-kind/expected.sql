create table shops (id bigint primary key, region text not null);

create index shops_region_idx on shops (region);
