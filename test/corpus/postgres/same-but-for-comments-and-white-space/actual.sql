-- what is sold
create
  table   items (
  id bigint primary key, /* the number */
  price numeric check (price
    > 0)
);
create function one() returns integer language sql immutable as $body$ select 1 $body$;
