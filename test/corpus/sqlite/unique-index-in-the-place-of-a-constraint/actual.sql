create table accounts (id integer primary key, email text not null);
create unique index ux_accounts_email on accounts (email);
