import type { Queryable } from '../queryable.ts';

/** Sessions that hold, or wait in front of us for, the one lock that keeps readers of the catalog out. */
const query = `
select
  format('%I.%I', n.nspname, c.relname) as name,
  l.pid,
  l.granted,
  a.usename as role,
  a.application_name as application,
  extract(epoch from clock_timestamp() - a.xact_start)::int as seconds
from pg_locks l
join pg_class c on c.oid = l.relation
join pg_namespace n on n.oid = c.relnamespace
left join pg_stat_activity a on a.pid = l.pid
where l.locktype = 'relation'
  and l.mode = 'AccessExclusiveLock'
  and l.database = (select oid from pg_database where datname = current_database())
  and l.pid <> pg_backend_pid()
order by l.granted desc, a.xact_start, l.pid
limit 3`;

/**
 * Names who keeps others from reading the catalog: `app.orders is locked by process 4711 (role deploy, psql, for 31 s)`.
 * Empty when they are gone or cannot be seen.
 *
 * @see https://www.postgresql.org/docs/18/view-pg-locks.html
 */
export async function describeLockHolders(database: Queryable): Promise<readonly string[]> {
  const [result] = await database.query(query);
  return (result?.rows ?? []).map(({ name, pid, granted, role, application, seconds }) => {
    const facts = [
      ...(role === null ? [] : [`role ${role}`]),
      ...(application === null || application === '' ? [] : [application]),
      ...(seconds === null ? [] : [`for ${seconds} s`]),
    ];
    const who = `process ${pid}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`;
    return granted === true ? `${name} is locked by ${who}` : `${who} waits to lock ${name}`;
  });
}
