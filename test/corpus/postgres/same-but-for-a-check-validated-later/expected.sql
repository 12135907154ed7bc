create table users (id bigint primary key, age integer constraint users_age check (age > 0));
