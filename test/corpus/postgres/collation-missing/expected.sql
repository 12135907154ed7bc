create collation byte_order (locale = 'C');
create table keys (key text collate byte_order primary key);
