create table t (id bigint primary key, a text, j jsonb);

create index t_a on t using btree (a text_ops asc);
create index t_j on t using gin (j jsonb_ops);
