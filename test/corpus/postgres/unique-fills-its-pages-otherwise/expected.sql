create table counters (name text not null, constraint counters_name unique (name) with (fillfactor = 70));
