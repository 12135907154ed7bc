create table mixed (
  a integer not null,
  b bigint,
  c smallint,
  d double precision,
  e real,
  f boolean,
  g character varying(10),
  h character(3),
  i timestamp with time zone,
  j timestamp without time zone,
  k time with time zone,
  l numeric(10, 2),
  m bit varying(8),
  n text array,
  o character(1)
);
