create table shops (id bigint primary key, region text not null);

create index shops_region_idx_ccnew on shops (region);
update pg_index set indisvalid = false where indexrelid = 'shops_region_idx_ccnew'::regclass;
