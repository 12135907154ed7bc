create type severity as enum ('low', 'medium', 'high');
