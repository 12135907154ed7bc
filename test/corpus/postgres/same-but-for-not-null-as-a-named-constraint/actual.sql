create table users (id bigint constraint users_id_nn not null primary key, email text constraint email_given not null);
