import { createHash } from 'node:crypto';
import { snapshotFormatVersion } from '../../../catalog/snapshot.ts';
import type { Row } from '../queryable.ts';
import { type CatalogQueryOptions, catalogQuery } from './catalog-query.ts';
import { markedCatalogs } from './marked-catalogs.ts';
import { readerVersion } from './reader-version.ts';
import { catalogSettings } from './settings.ts';

/**
 * A query for one row of one column, `mark`: the state of everything that introspection reads, as text of which two are
 * equal only if nothing that it reads has changed in between; null when that cannot be promised for this moment. It needs
 * no rights beyond those of reading the catalogs and waits for no lock.
 *
 * Whatever writes to a catalog adds rows with the number of its transaction, which no row had before, or removes rows. So
 * two moments agree when every catalog has as many rows, and the youngest of them was written by the same transaction.
 * Rows keep 32 bits of that number, which come again after 2^32 transactions: every row is taken for as young as it can
 * be, and nothing is promised unless all are older than whatever still runs. A row that is new to the second moment is then
 * younger than all rows of the first.
 *
 * That holds within one life of one server, to which neither a restart nor a crash belongs: they may lose a transaction
 * that others have seen, and give its number again. What is written in place, without a new row, is taken by its value; so
 * is what ordinary roles see through views only.
 *
 * @param major some catalogs are younger than others
 * @see https://www.postgresql.org/docs/18/functions-info.html#FUNCTIONS-PG-SNAPSHOT
 * @see https://www.postgresql.org/docs/18/routine-vacuuming.html#VACUUM-FOR-WRAPAROUND
 */
export function markQuery(major: number): string {
  const counts = markedCatalogs(major).map(
    (catalog) => `select '${catalog}', count(*), min(${age}) filter (where ${isNumbered}) from ${catalog}`,
  );
  return `
with
counted (catalog, rows, age) as materialized (
  ${counts.join('\n  union all\n  ')}
),
moment as materialized (
  select
    oldest_running,
    -- Recovering from a crash throws the statistics away.
    pg_stat_get_bgwriter_stat_reset_time() as last_crash,
    -- What age() counts back from: the next transaction's number, which is not below the snapshot's end.
    snapshot_end + (((age('3'::xid)::bigint + 3 - snapshot_end) % 4294967296) + 4294967296) % 4294967296 as now
  from (
    select
      pg_snapshot_xmin(seen)::text::bigint as oldest_running,
      pg_snapshot_xmax(seen)::text::bigint as snapshot_end
    from pg_current_snapshot() seen
  ) snapshot
)
select case when now - (select min(age) from counted) < oldest_running and last_crash is not null then json_build_array(
  (select json_object_agg(catalog, rows order by catalog) from counted),
  now - (select min(age) from counted),
  (
    select json_build_array(
      pg_postmaster_start_time(),
      last_crash,
      current_setting('server_version'),
      current_user,
      d.oid,
      -- A copy of another database begins with its rows.
      d.xmin::text
    )
    from pg_database d
    where d.datname = current_database()
  ),
  -- Servers that build indexes concurrently have written these in place. Nearly all are valid: the others are listed.
  (
    select json_agg(
      json_build_array(indexrelid, indisvalid, indisready, indislive, indisreplident, indisclustered)
      order by indexrelid
    )
    from pg_index
    where not (indisvalid and indisready and indislive)
      or indisreplident
      or indisclustered
  ),
  (select json_agg(json_build_array(oid, rolname) order by oid) from pg_roles),
  (select json_agg(json_build_array(umid, srvid, usename) order by umid) from pg_user_mappings),
  (
    select json_agg(s.subname order by s.subname)
    from pg_subscription s
    where s.subdbid = (select oid from pg_database where datname = current_database())
  )
)::text end as mark
from moment`;
}

/** How many transactions ago a row was written, at least; age() itself is signed. */
const age = 'age(xmin)::bigint & 4294967295';

/** The rows that initdb began with bear two numbers that are no transaction's and whose age is always this one. */
const isNumbered = `age(xmin) <> 2147483647 or xmin <> '1'::xid and xmin <> '2'::xid`;

/**
 * Makes a mark of what the query said: short, and another one for whoever reads something else of the same catalogs, or
 * reads it in another way.
 */
export function makeMark(row: Row | undefined, asked: CatalogQueryOptions): string | undefined {
  if (row?.mark === null || row?.mark === undefined) return undefined;
  const reader = [
    readerVersion,
    snapshotFormatVersion,
    catalogSettings({ lockTimeoutMs: 0, statementTimeoutMs: 0 }),
    catalogQuery(asked),
  ];
  return createHash('sha256')
    .update(JSON.stringify([reader, row.mark]))
    .digest('hex');
}
