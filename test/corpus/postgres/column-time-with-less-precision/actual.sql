create table readings (id bigint primary key, taken_at timestamptz(0) not null);
