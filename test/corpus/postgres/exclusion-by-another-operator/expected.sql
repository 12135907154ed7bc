create table closures (id bigint primary key, during daterange, constraint closures_apart exclude using gist (during with &&));
