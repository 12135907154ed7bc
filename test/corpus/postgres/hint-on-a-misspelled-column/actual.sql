create table bookings (id bigint primary key, arival date not null, departure date);
