create table posts (
  id bigint primary key,
  status text not null constraint posts_status check (status in ('draft', 'live')),
  kind varchar(10) constraint posts_kind check (kind in ('a', 'b'))
);
