-- from 15

create table salaries (person bigint primary key, amount numeric);
create table people (id bigint primary key, name text);

create view payroll with (security_invoker = true) as
  select p.name, s.amount from people p join salaries s on s.person = p.id;
