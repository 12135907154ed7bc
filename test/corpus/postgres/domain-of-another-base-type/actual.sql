create domain sku as varchar(12);
