create table drafts (id integer primary key, slug text);
create table posts (id integer primary key, slug text);
create index ix_slug on drafts (slug);
