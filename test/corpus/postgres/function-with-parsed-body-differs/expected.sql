-- from 14

create function twice(n integer) returns integer language sql immutable return n * 2;
