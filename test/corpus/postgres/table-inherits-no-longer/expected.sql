create table documents (id bigint not null, title text not null);

create table contracts (signed_at timestamptz) inherits (documents);
