create role corpus_reader;
create role corpus_writer;
create table rows (id bigint primary key);
alter table rows enable row level security;

create policy rows_seen on rows for all to corpus_reader, corpus_writer using (id > 0);
