import { kindOf, nameOf, parseObjectId } from '../../catalog/object-id.ts';
import type { Statement } from '../../plan/statement.ts';
import type { Refusal } from '../repair.ts';
import type { Queryable } from './queryable.ts';
import { quoteLiteral } from './quote.ts';

/**
 * Leaves indexes alone that another session is building on the same table at this moment: a second build would wait for
 * the first, or find its name taken.
 *
 * The progress of other roles' builds is shown without table and phase to those who may not see it; where that is so,
 * the lock which a build holds on its table keeps ours waiting, and the timeout of the statement bounds the wait.
 *
 * @param builds the statements that build an index online
 * @see https://www.postgresql.org/docs/18/progress-reporting.html#CREATE-INDEX-PROGRESS-REPORTING
 */
export async function refuseSecondBuilds(
  database: Queryable,
  builds: readonly Statement[],
): Promise<readonly Refusal[]> {
  const tables = [...new Set(builds.flatMap(({ locks }) => locks.filter((id) => kindOf(id) === 'table')))];
  if (tables.length === 0) return [];
  const wanted = tables.map((id) => ({ id, schema: parseObjectId(id).path[0], name: parseObjectId(id).path[1] }));
  const [answer] = await database.query(`
select wanted.id, p.pid, p.phase, p.blocks_total, p.blocks_done
from pg_stat_progress_create_index p
join pg_class c on c.oid = p.relid
join pg_namespace n on n.oid = c.relnamespace
join json_to_recordset(${quoteLiteral(JSON.stringify(wanted))}) as wanted(id text, schema text, name text)
  on wanted.schema = n.nspname and wanted.name = c.relname
where p.datname = current_database() and p.pid <> pg_backend_pid()
order by wanted.id, p.pid`);
  return (answer?.rows ?? []).map(({ id, pid, phase, blocks_total: total, blocks_done: done }) => {
    const table = String(id);
    const share = Number(total) > 0 ? `, ${Math.floor((100 * Number(done)) / Number(total))} % of the blocks` : '';
    return {
      code: 'index-build-in-progress',
      reason: `process ${pid} is building an index on ${nameOf(table)} (${phase}${share})`,
      remedy: 'Check again when it is through.',
      of: builds.filter(({ locks }) => locks.includes(table)),
    };
  });
}
