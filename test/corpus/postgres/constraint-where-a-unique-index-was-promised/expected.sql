create table licenses (id bigint primary key, serial_number text not null);
create unique index licenses_serial_number on licenses (serial_number);
