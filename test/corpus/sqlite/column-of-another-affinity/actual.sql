create table payments (id integer primary key, amount_cents text not null);
