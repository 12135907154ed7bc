-- Drizzle applied 0000_create_users_and_projects and nothing since.
create schema drizzle;

create table drizzle.__drizzle_migrations (
    id serial primary key,
    hash text not null,
    created_at bigint
);

insert into drizzle.__drizzle_migrations (hash, created_at)
values ('c6e35fbf0d162abc1094aa1603f034af2703aeb99ab54345861960fc0826e8ef', 1736416800000);

insert into "User" ("id", "email")
values ('00000000-0000-0000-0000-000000000001', 'olga@example.com');

insert into "UserProject" ("userId", "projectId", "createdAt")
select '00000000-0000-0000-0000-000000000001', 'project-' || number, timestamp '2025-01-01' + number * interval '1 hour'
from generate_series(1, 250) as number;
