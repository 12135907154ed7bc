create table payments (id bigint generated always as identity primary key, amount numeric(12, 2) not null, state text not null default 'new' constraint payments_state check (state in ('new', 'paid')));
create index payments_state_idx on payments (state);
