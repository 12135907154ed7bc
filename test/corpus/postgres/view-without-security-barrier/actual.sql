create table secrets (id bigint primary key, owner name not null, body text);
create table keys (secret_id bigint primary key, key text);

create view own_secrets as
  select s.body, k.key from secrets s join keys k on k.secret_id = s.id where s.owner = current_user;
