create table slides (
  id bigint primary key,
  deck bigint not null,
  position integer not null,
  constraint slides_position unique (deck, position) deferrable initially deferred
);
