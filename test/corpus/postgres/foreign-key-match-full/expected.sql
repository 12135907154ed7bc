create table plots (block integer, number integer, primary key (block, number));

create table houses (id bigint primary key, block integer, number integer, constraint houses_plot foreign key (block, number) references plots match full);
