create table UserAccounts (Id bigint primary key, Email text not null);
create index UserAccounts_Email on UserAccounts (Email);
