create table t (
  id bigint primary key,
  kind varchar(10) constraint t_kind_check check ((kind)::text = any (array[('a'::character varying)::text, ('b'::character varying)::text]))
);
