create table items (id bigint primary key, price numeric not null);

create view cheap_items with (check_option = local) as select id, price from items where price < 10;
