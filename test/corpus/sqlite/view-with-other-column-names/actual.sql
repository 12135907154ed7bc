create table points (x real, y real);
create view distances (id, distance) as select rowid, x * x + y * y from points;
