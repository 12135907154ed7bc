create foreign data wrapper plain;

create server archive foreign data wrapper plain options (host 'archive.example.com', token 'hunter3');
