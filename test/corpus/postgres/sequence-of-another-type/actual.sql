create sequence ticket_numbers as smallint;
