create virtual table mail using fts5 (subject, body);
insert into mail values ('Hello', 'Is this read?');
insert into mail (mail) values ('optimize');
