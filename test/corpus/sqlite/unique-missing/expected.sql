create table accounts (id integer primary key, tenant_id integer not null, slug text not null, unique (tenant_id, slug));
