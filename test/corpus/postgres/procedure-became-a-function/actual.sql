create table jobs (id bigint primary key, done boolean not null default false);

create function finish(job bigint) returns void language sql as $$ update jobs set done = true where id = job $$;
