create type severity as enum ('high', 'medium', 'low');
