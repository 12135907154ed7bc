create access method heap_two type table handler heap_tableam_handler;

create table logs (id bigint primary key, body text);
