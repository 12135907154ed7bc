create table surnames (id bigint primary key, surname text not null);

create index surnames_idx on surnames (surname);
