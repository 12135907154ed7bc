create table receipts (id bigint not null);
create sequence receipts_id_seq;
alter table receipts alter column id set default nextval('receipts_id_seq');

alter sequence receipts_id_seq owned by receipts.id;
