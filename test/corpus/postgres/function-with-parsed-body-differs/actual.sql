create function twice(n integer) returns integer language sql immutable return n + n;
