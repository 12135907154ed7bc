import { type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import type { Queryable } from './queryable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';

/** An index that PostgreSQL keeps up to date but does not use. */
export interface InvalidIndex {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

/**
 * The INVALID indexes of some tables that no session is building now.
 *
 * A build holds SHARE UPDATE EXCLUSIVE on its table for as long as it lasts, and locks can be seen by every role,
 * unlike the progress of other sessions. Vacuum holds the same lock and builds nothing.
 *
 * @see https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function findInvalidIndexes(
  database: Queryable,
  tables: readonly ObjectId[],
): Promise<readonly InvalidIndex[]> {
  if (tables.length === 0) return [];
  const names = tables.map((table) => parseObjectId(table).path);
  const [answer] = await database.query(`
select index.oid::text as oid, n.nspname as schema, index.relname as name
from pg_index i
join pg_class index on index.oid = i.indexrelid
join pg_namespace n on n.oid = index.relnamespace
join pg_class c on c.oid = i.indrelid
join pg_namespace tn on tn.oid = c.relnamespace
join json_to_recordset(${quoteLiteral(JSON.stringify(names.map(([schema, name]) => ({ schema, name }))))})
  as wanted(schema text, name text) on wanted.schema = tn.nspname and wanted.name = c.relname
where not i.indisvalid
  and index.relkind = 'i'
  and not exists (
    select
    from pg_locks l
    left join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'relation'
      and l.database = (select oid from pg_database where datname = current_database())
      and l.relation = i.indrelid
      and l.mode = 'ShareUpdateExclusiveLock'
      and l.pid <> pg_backend_pid()
      and a.backend_type is distinct from 'autovacuum worker'
  )
order by index.oid`);
  return (answer?.rows ?? []).map(({ oid, schema, name }) => ({
    oid: String(oid),
    schema: String(schema),
    name: String(name),
  }));
}

/** The statement that removes one without keeping anybody from the table. */
export function dropInvalid({ schema, name }: InvalidIndex): string {
  return `drop index concurrently if exists ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/**
 * Whether an INVALID index is what an interrupted REINDEX CONCURRENTLY of another one left: PostgreSQL calls it like that
 * one, cut so that the whole has its place in 63 bytes, with `_ccnew` and a number where that is taken.
 *
 * @see https://www.postgresql.org/docs/18/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
export function isRebuildOf({ schema, name }: InvalidIndex, index: ObjectId): boolean {
  const [of, rebuilt = ''] = parseObjectId(index).path;
  const [, beginning] = /^(.+)_ccnew\d*$/su.exec(name) ?? [];
  if (beginning === undefined || schema !== of) return false;
  const isCut = new TextEncoder().encode(name).length > 60;
  return rebuilt === beginning || (isCut && rebuilt.startsWith(beginning));
}
