create table posts (
  id integer primary key,
  platform text not null check (platform in ('telegram', 'vk'))
);
