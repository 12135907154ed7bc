-- from 14

create type float_range as range (subtype = double precision, multirange_type_name = float_ranges);
