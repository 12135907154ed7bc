create table users (id bigint primary key, email text not null, tenant_id bigint not null);
