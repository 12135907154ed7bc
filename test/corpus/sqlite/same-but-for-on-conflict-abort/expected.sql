create table accounts (id integer primary key, email text not null, tenant integer, slug text, unique (tenant, slug) on conflict ignore);
