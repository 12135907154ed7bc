create table documents (id bigint not null, title text);

create table letters (sender text) inherits (documents);
alter table letters no inherit documents;
drop table letters;
create table letters (sender text) inherits (documents);
