create table jobs (id bigint primary key, done boolean not null default false);

create procedure finish(job bigint) language sql as $$ update jobs set done = true where id = job $$;
