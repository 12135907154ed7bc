create role corpus_reader;
create role corpus_writer;
create table rows (id bigint primary key);
alter table rows enable row level security;

create policy rows_seen on rows for select to corpus_reader using (id > 0);
