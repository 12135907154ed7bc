create table stays (room int4range, during daterange, constraint stays_pkey primary key (room, during));
