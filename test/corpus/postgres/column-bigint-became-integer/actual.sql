create table page_views (id integer primary key, visitor_id bigint not null);
