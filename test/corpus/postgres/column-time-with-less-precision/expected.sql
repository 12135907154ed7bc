create table readings (id bigint primary key, taken_at timestamptz(6) not null);
