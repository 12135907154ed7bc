create type price_range as range (subtype = double precision);
