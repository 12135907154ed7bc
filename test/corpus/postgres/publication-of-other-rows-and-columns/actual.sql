create table orders (id bigint primary key, region text, total numeric);
alter table orders replica identity full;

create publication warehouse for table orders where (region = 'us');
create publication partners for table orders (id, region);
