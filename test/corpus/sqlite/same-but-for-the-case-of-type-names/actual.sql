create table items (id integer primary key, price decimal(10,2), title VARCHAR( 80 ), made timestamp  with  time zone);
