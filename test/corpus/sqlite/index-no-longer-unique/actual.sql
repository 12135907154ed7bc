create table invites (id integer primary key, token text not null);
create index ux_invites_token on invites (token);
