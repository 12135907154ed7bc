create type mood as enum ('ok');
alter type mood add value 'sad' before 'ok';
alter type mood add value 'happy' after 'ok';
