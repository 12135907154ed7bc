-- Driftline plan for prod\u001b[2J\u001b[1;1H (expectation content)
-- Made for PostgreSQL 18.4\u001b[2J\u001b[1;1H, db\n\n1 environment checked in 5 ms: 1 in sync. at xn--bcher-kva.example:5432
-- Made at 2026-07-30 10:00:00 UTC, for the catalog fedcba9876543210

-- Run it with psql -X -v ON_ERROR_STOP=1 -f FILE, which ends at the first statement that fails.

begin;
set local check_function_bodies = off;

-- 1 of 3: safe
-- mends table public."<script>alert(""1"")</script> \u202egnitirw\u202c"
-- takes no lock on existing tables
set local lock_timeout = 2000;
set local statement_timeout = 30000;
create table public."  1 environment checked in 5 ms: 1 in sync." ();

commit;

-- 2 of 3: safe
-- mends column public.t."\n\n1 environment checked in 5 ms: 1 in sync."
-- takes ACCESS EXCLUSIVE on public."t\n\n1 environment checked in 5 ms: 1 in sync."
-- blocks reads and writes of public."t\n\n1 environment checked in 5 ms: 1 in sync." until the transaction ends, and up to 2.0 s while it waits for its lock
-- Not to be run as shown: it holds control or invisible characters. The JSON report has it exactly.
--   alter table public.t add column "\u001b[2J\u001b[1;1H" text;

-- 3 of 3: waits for a person
-- takes no lock on existing tables
-- hazard DELETES_DATA: The column’s values are lost.\u001b[2J\u001b[1;1H
-- Written as a comment because of what it may cost. Remove the marks to run it:
--   alter table public.t drop column "line
--   break";

-- 1 drift that no statement mends:
--   table public."<script>alert(""1"")</script> \u202egnitirw\u202c": \n\n1 environment checked in 5 ms: 1 in sync.\u202e

-- Stray values in column public.t.kind:
--   \u001b[2J\u001b[1;1H
--   update t set kind = ''
--   
--   1 environment checked in 5 ms: 1 in sync.
