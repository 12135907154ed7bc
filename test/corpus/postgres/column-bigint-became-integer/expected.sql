create table page_views (id bigint primary key, visitor_id bigint not null);
