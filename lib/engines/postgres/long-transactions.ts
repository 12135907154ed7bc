import type { Statement } from '../../plan/statement.ts';
import type { Refusal } from '../repair.ts';
import type { Queryable } from './queryable.ts';

/**
 * Refuses to build indexes online while an old transaction is open: the build waits for it to end, and as long as it
 * waits the index costs every write and serves no query.
 *
 * What other roles' sessions do is shown to members of pg_read_all_stats only. Where nothing is shown, the timeout of
 * the statement bounds the wait.
 *
 * @param builds the statements that build an index online
 * @param seconds the age from which on a transaction is not about to end by itself
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function refuseLongWaits(
  database: Queryable,
  builds: readonly Statement[],
  seconds: number,
): Promise<readonly Refusal[]> {
  if (builds.length === 0) return [];
  const [answer] = await database.query(`
select who, extract(epoch from clock_timestamp() - since)::int as seconds
from (
  select format('process %s, role %s, %s', pid, usename, application_name) as who, xact_start as since
  from pg_stat_activity
  where datname = current_database()
    and pid <> pg_backend_pid()
    and backend_type = 'client backend'
    -- Without a snapshot it has seen nothing that the build must wait for.
    and (backend_xmin is not null or backend_xid is not null)
    -- Those who build indexes themselves do not wait for each other's.
    and query !~* '^\\s*(create|reindex)\\M.*\\mconcurrently\\M'
  union all
  select format('prepared transaction %s of role %s', gid, owner), prepared
  from pg_prepared_xacts
  where database = current_database()
) old
where since < clock_timestamp() - interval '${seconds} seconds'
order by since
limit 1`);
  const [oldest] = answer?.rows ?? [];
  if (oldest === undefined) return [];
  return [
    {
      code: 'long-transaction',
      reason: `a transaction is open since ${oldest.seconds} s (${oldest.who}), and building an index online would wait for its end`,
      remedy: 'Let it end, or end it with pg_terminate_backend if it was left behind; then repair again.',
      of: builds,
    },
  ];
}
