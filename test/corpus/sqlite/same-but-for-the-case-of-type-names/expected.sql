create table items (id INTEGER primary key, price DECIMAL(10, 2), title Varchar(80), made TIMESTAMP WITH TIME ZONE);
