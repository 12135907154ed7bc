create table channels (
  id bigint primary key,
  platform text not null constraint channels_platform_check check (platform in ('telegram', 'vk', 'youtube'))
);
