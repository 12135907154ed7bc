create table teams (id bigint primary key);

create table players (id bigint not null, team_id bigint, number integer);
alter table players add primary key (id);
alter table players add foreign key (team_id) references teams (id) on delete cascade;
alter table players add unique (number);
alter table players add check (number > 0);
