create function add(a integer, b integer default 1) returns integer language sql as 'select a + b';
