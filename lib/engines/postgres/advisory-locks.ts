import type { Json } from '../../catalog/snapshot.ts';
import type { AdvisoryLock } from '../engine.ts';

/**
 * The advisory locks with one 64-bit key that others hold on this database. `objsubid` is 1 for these, 2 for two keys of
 * 32 bits. What another role runs is hidden from ordinary ones: then the application's name is null.
 *
 * @see https://www.postgresql.org/docs/18/view-pg-locks.html
 */
export const advisoryLocksQuery = `
select
  ((l.classid::bigint << 32) | l.objid::bigint)::text as key,
  l.pid,
  a.usename as role,
  nullif(a.application_name, '') as application
from pg_locks l
left join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'advisory'
  and l.objsubid = 1
  and l.granted
  and l.database = (select oid from pg_database where datname = current_database())
  and l.pid is distinct from pg_backend_pid()
order by l.pid, key`;

/** Reads the rows of {@link advisoryLocksQuery}. */
export function readAdvisoryLocks(rows: readonly { readonly [column: string]: Json }[]): readonly AdvisoryLock[] {
  return rows.map(({ key, pid, role, application }) => ({
    key: BigInt(String(key)),
    holder: [
      `process ${pid}`,
      ...(role === null || role === undefined ? [] : [`role ${role}`]),
      ...(application === null || application === undefined ? [] : [String(application)]),
    ].join(', '),
  }));
}
