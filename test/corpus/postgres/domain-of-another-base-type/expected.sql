create domain sku as varchar(20);
