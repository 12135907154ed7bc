create table measurements_of_the_temperature_of_the_water_in_the_northern_ba (
  id bigint primary key,
  temperature_in_degrees_celsius_at_the_surface numeric unique
);
