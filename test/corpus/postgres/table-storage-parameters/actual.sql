create table queue (id bigint primary key, body text) with (fillfactor = 90, toast.autovacuum_enabled = false);
