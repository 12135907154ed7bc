create table licenses (id bigint primary key, serial_number text not null constraint licenses_serial_number_key unique);
