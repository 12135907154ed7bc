create table people (first text, last text, full_name text as (last || ', ' || first));
