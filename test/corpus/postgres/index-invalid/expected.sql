create table clicks (id bigint primary key, banner bigint not null);
create index clicks_banner_idx on clicks (banner);
