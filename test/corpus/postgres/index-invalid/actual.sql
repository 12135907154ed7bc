create table clicks (id bigint primary key, banner bigint not null);
create index clicks_banner_idx on clicks (banner);

update pg_index set indisvalid = false where indexrelid = 'clicks_banner_idx'::regclass;
