create table shards (id bigint) partition by hash (id);

create table shards_0 partition of shards for values with (modulus 4, remainder 0);
