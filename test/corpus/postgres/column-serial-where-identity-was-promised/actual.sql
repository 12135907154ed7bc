create table comments (id serial primary key, body text not null);
