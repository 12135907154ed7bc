create table users (id integer primary key, email text not null, locale text default 'en');
