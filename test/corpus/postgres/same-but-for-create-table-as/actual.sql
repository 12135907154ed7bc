create table totals as select 1::bigint as id, 'x'::text as name, 1.5::numeric as amount;
