create table payments (id bigint generated always as identity primary key, amount numeric(12, 2) not null, state text not null default 'new' constraint payments_state check (state in ('new', 'paid')));
create index payments_state_idx on payments (state);

alter table payments drop constraint payments_state;
alter table payments add constraint payments_state check (state in ('new', 'paid', 'failed'));
alter table payments alter column amount drop not null;
create index payments_tmp on payments (amount) where state = 'new';
alter table payments set (autovacuum_enabled = false);
create table payments_backup as select * from payments;
