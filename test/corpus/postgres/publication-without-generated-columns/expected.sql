-- from 18

create table lines (id bigint primary key, n integer, twice integer generated always as (n * 2) stored);

create publication warehouse for table lines with (publish_generated_columns = stored);
