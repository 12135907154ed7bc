create table posts (
  id bigint primary key,
  kind varchar(20) constraint posts_kind check (((kind)::text = any ((array['draft'::character varying, 'live'::character varying])::text[]))),
  country char(2) constraint posts_country check ((country = any (array['de'::bpchar, 'fr'::bpchar])))
);
create index posts_live on posts (id) where ((kind)::text = any (array[('draft'::character varying)::text, ('live'::character varying)::text]));
