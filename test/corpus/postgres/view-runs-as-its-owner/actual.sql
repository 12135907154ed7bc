create table salaries (person bigint primary key, amount numeric);
create table people (id bigint primary key, name text);

create view payroll as
  select p.name, s.amount from people p join salaries s on s.person = p.id;
