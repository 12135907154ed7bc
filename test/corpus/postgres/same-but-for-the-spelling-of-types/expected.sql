create table mixed (
  a int4 not null,
  b int8,
  c int2,
  d float8,
  e float4,
  f bool,
  g varchar(10),
  h char(3),
  i timestamptz,
  j timestamp,
  k timetz,
  l decimal(10, 2),
  m varbit(8),
  n text[],
  o char
);
