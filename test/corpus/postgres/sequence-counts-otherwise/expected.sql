create sequence invoice_numbers as integer increment by 1 minvalue 1 maxvalue 999999 start with 100 cache 1 no cycle;
