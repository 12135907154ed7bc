create foreign data wrapper plain;

create server archive type 'postgres' version '16' foreign data wrapper plain options (host 'archive.example.com', port '5432', dbname 'archive');
create user mapping for public server archive options (user 'reader', password 'one');
