create table ledger (id integer primary key autoincrement, amount integer not null);
