create table bookings (id bigint primary key, arrival date not null, departure date);
