create table nodes (id bigint primary key, parent_id bigint);

alter table nodes add constraint nodes_parent foreign key (parent_id) references nodes deferrable initially deferred;
