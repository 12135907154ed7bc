create foreign data wrapper plain;

create server archive type 'postgres' version '17' foreign data wrapper plain options (host 'old.example.com', port '5432');
