create table documents (id bigint not null, title text);

create table letters (sender text) inherits (documents);
