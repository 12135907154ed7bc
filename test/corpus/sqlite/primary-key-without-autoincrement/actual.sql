create table ledger (id integer primary key, amount integer not null);
