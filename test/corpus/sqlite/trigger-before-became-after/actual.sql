create table accounts (id integer primary key, balance integer not null);
create trigger accounts_guard after update of balance on accounts when new.balance < 0 begin
  select raise(abort, 'a balance is never negative');
end;
