create unlogged table carts (id uuid primary key, content jsonb not null);
