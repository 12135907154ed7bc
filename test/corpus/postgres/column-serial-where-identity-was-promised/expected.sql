create table comments (id integer generated always as identity primary key, body text not null);
