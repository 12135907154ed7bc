create table bookings (at date not null, room integer not null) partition by range (at);
create table bookings_2024 partition of bookings for values from ('2024-01-01') to ('2025-01-01');
