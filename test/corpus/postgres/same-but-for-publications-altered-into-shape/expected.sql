create table orders (id bigint primary key);
create table lines (id bigint primary key);

create publication warehouse for table orders, lines;
