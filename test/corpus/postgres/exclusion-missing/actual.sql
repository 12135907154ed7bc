create table reservations (id bigint primary key, during tstzrange not null);
