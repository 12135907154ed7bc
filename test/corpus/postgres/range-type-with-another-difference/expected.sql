create function seconds_between(time, time) returns double precision language sql immutable
  as $$ select extract(epoch from ($1 - $2))::double precision $$;

create type time_range as range (subtype = time, subtype_diff = seconds_between);
