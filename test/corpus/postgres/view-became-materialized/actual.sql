create table visits (id bigint primary key, at date not null);
create table days (day date primary key);

create materialized view visits_by_day as select d.day, v.id from days d join visits v on v.at = d.day;
