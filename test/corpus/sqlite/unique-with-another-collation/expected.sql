create table labels (id integer primary key, name text not null, unique (name collate nocase));
