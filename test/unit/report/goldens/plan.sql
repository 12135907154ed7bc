-- Driftline plan for super-chatbot-prod (expectation super-chatbot)
-- Made for PostgreSQL 17.10, chatbot at db.example.com:5432
-- Made at 2026-07-30 10:00:00 UTC, for the catalog 0123456789abcdef

-- Run it with psql -X -v ON_ERROR_STOP=1 -f FILE, which ends at the first statement that fails.

begin;
set local check_function_bodies = off;

-- 1 of 3: safe
-- mends column public.UserProject.creditsUsed, column public.UserProject.status
-- takes ACCESS EXCLUSIVE on public.UserProject
-- blocks reads and writes of public.UserProject until the transaction ends, and up to 2.0 s while it waits for its lock
set local lock_timeout = 2000;
set local statement_timeout = 30000;
alter table public."UserProject"
  add column "creditsUsed" integer default 0,
  add column status character varying(20) default 'pending'::character varying not null;

commit;

-- 2 of 3: safe
-- mends index public.UserProject_status_idx
-- takes SHARE UPDATE EXCLUSIVE on public.UserProject, outside a transaction
-- blocks neither reads nor writes
set lock_timeout = 2000;
set statement_timeout = 3600000;
create index concurrently "UserProject_status_idx" on public."UserProject" using btree (status);
reset lock_timeout;
reset statement_timeout;

-- 3 of 3: waits for a person
-- mends column public.content_items.topic
-- takes ACCESS EXCLUSIVE on public.content_items
-- blocks reads and writes of public.content_items until the transaction ends, and up to 2.0 s while it waits for its lock
-- hazard TABLE_REWRITE: Every row is written anew while nobody can read or write the table.
-- safer: Add a second column of the new type, copy the rows in small batches, then swap the names in one short transaction.
-- hazard MAY_FAIL_ON_DATA: A topic longer than 500 characters makes the statement fail.
-- Written as a comment because of what it may cost. Remove the marks to run it:
--   alter table public.content_items
--     alter column topic type character varying(500);

-- 1 drift that no statement mends:
--   enum public.mood: labels between others need BEFORE or AFTER and a person who knows which
