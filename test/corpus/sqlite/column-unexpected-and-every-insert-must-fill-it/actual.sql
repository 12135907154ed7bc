create table jobs (id integer primary key, kind text not null, tenant text not null);
