create foreign data wrapper plain;

create server archive foreign data wrapper plain options (host 'archive.example.com', password 'hunter2');
