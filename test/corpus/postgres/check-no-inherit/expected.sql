create table shapes (id bigint not null, area numeric);

alter table shapes add constraint shapes_area check (area > 0) no inherit;
