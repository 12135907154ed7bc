create table posts (id integer primary key, author_id integer, published_at text);
create index ix_posts_latest on posts (author_id, published_at desc);
