create table urls (id bigint primary key, url text not null);

create index urls_prefix on urls (url);
