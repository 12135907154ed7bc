create table rentals (at date not null, car integer not null) partition by range (at);

create table rentals_2024 partition of rentals for values from ('2024-01-01') to ('2024-07-01');
