create table payments (id integer primary key, amount_cents integer not null);
