create table jobs (id integer primary key, created_at text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));
