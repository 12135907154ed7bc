create table vendors (id bigint primary key);
create table bills (id bigint primary key, vendor_id bigint);

alter table bills add constraint bills_vendor foreign key (vendor_id) references vendors;
