create type float_range as range (subtype = double precision);
