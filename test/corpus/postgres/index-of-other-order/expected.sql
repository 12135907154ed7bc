create table posts (id bigint primary key, author bigint not null, at timestamptz);

create index posts_latest on posts (author, at desc nulls last);
