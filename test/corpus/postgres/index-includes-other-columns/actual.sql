create table scores (player bigint not null, game bigint not null, points integer not null);

create index scores_player on scores (player) include (game);
