create table scores (player bigint not null, points integer not null);
create table players (id bigint primary key, name text not null);

create materialized view totals as
  select p.name, sum(s.points) as points from players p join scores s on s.player = p.id group by p.name;
