create table documents (id bigint not null, title text not null);

create table contracts (id bigint not null, title text not null, signed_at timestamptz);
