create table posts (
  id bigint primary key,
  status text not null constraint posts_status check (status = any (array['draft', 'live'])),
  kind varchar(10) constraint posts_kind check (kind = any (array['a', 'b']))
);
