create table lines (id integer primary key, net real, rate real, gross real generated always as (net * (1 + rate)) virtual);
