create sequence invoice_numbers as integer increment by 2 minvalue 1 maxvalue 99999 start with 100 cache 50 cycle;
