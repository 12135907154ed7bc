import { formatObjectId } from '../../../../catalog/object-id.ts';
import type { Json } from '../../../../catalog/snapshot.ts';
import type { StrayValue } from '../../../../values/value-check.ts';
import { type Found, fromPart, type Look, listedStrays, textOf } from '../look.ts';
import type { PartIndex, TablePart } from '../table-part.ts';
import { ask } from '../value-client.ts';
import { type Ordering, readIndexOrdering } from '../value-type.ts';
import { readsByIndexOnly } from './index-plan.ts';

/** Most stray values whose rows are counted; the rest is known to be there. */
const countedStrays = 100;

type WalkedRow = {
  readonly value: string | null;
  readonly length: number | null;
  readonly rows: number;
  readonly samples: readonly string[] | null;
  readonly walked: number;
  readonly strays: number;
};

/**
 * Looks at each distinct value of a part once, by an index that begins with the column: one probe for the next value
 * after each (a loose index scan), so that the time depends on how many values there are and not on how many rows.
 *
 * The transaction must have told the planner to prefer indexes: what it thinks of their costs is of no interest, since
 * each probe stops at once. Any index will do that sorts by an order of the column's own equality: the answer is right whatever the planner
 * does with the query, and EXPLAIN has shown beforehand that it goes by the index. Undefined when no index serves.
 *
 * @see https://wiki.postgresql.org/wiki/Loose_indexscan
 */
export async function walkIndex(look: Look, part: TablePart): Promise<Found | 'too many values' | undefined> {
  if (look.type.isArray || part.indexes.length === 0) return undefined;
  for (const index of part.indexes) {
    const found = await walkOne(look, part, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function walkOne(look: Look, part: TablePart, index: PartIndex): Promise<Found | 'too many values' | undefined> {
  const { client, check, accepted } = look;
  if (index.isStale) return undefined;
  const ordering = await readIndexOrdering(client, index, look.type);
  if (ordering === undefined) return undefined;
  const sql = walkQuery(look, part, ordering, index.nullsFirst);
  const parameters = look.seeks.values ? [accepted.parameter] : [];
  const [explained] = await ask<{ 'QUERY PLAN': Json }>(
    client,
    `explain (format json, costs off) ${sql}`,
    ...parameters,
  );
  if (!readsByIndexOnly(explained?.['QUERY PLAN'] ?? [], 'walk')) return undefined;
  const rows = await ask<WalkedRow>(client, sql, ...parameters);
  const [first] = rows;
  if ((first?.walked ?? 0) > check.maxDistinct + check.accept.length) return 'too many values';
  return { ...found(rows, look), index: formatObjectId('index', [part.schema, index.name]) };
}

function found(rows: readonly WalkedRow[], { countLimit }: Look): Found {
  const strays: StrayValue[] = rows
    .filter((row) => row.rows > 0)
    .map(({ value, length, rows, samples }) => ({
      value,
      ...(length === null ? {} : { length }),
      rows: Math.min(rows, countLimit),
      rowsAreAtLeast: rows > countLimit,
      ...(samples === null ? {} : { samples }),
    }))
    .sort((a, b) => b.rows - a.rows);
  const uncounted = Math.max(0, (rows[0]?.strays ?? 0) - countedStrays);
  return {
    strays: strays.slice(0, listedStrays),
    distinct: strays.length + uncounted,
    distinctIsAtLeast: false,
    rows: strays.reduce((sum, stray) => sum + stray.rows, 0) + uncounted,
    rowsAreAtLeast: uncounted > 0 || strays.some((stray) => stray.rowsAreAtLeast),
  };
}

/**
 * The walk stops one value after the most that are looked at. Rows come with counts that stop one after the limit. A
 * condition of the check is only put to the rows of stray values: without any in the whole part there is none in the
 * chosen rows either.
 */
function walkQuery(look: Look, part: TablePart, ordering: Ordering, nullsFirst: boolean): string {
  const { check, accepted, seeks, subject, countLimit } = look;
  const from = fromPart(part);
  const order = `order by ${subject} using ${ordering.less} ${nullsFirst ? 'nulls first' : 'nulls last'}`;
  const condition = check.where === undefined ? '' : `and (${check.where}\n)`;
  const count = (match: string) => `(
    select count(*)::float8
    from (select from ${from} where ${match} ${condition} limit ${countLimit + 1}) counted
  )`;
  const samples = (match: string) =>
    part.place === undefined
      ? 'null::json'
      : `(
    select to_json(array(select ${part.place} from ${from} where ${match} ${condition} limit ${check.samples ?? 0}))
  )`;
  const isStray = `${subject} ${ordering.equal} s.v`;
  const most = check.maxDistinct + check.accept.length + 1;
  const values = `
with recursive walk (v, n) as (
  select first.v, 1
  from (select ${subject} as v from ${from} where ${subject} is not null ${order} limit 1) first
  union all
  select next.v, walk.n + 1
  from walk
  cross join lateral (
    select ${subject} as v from ${from} where ${subject} ${ordering.greater} walk.v ${order} limit 1
  ) next
  where walk.n < ${most}
),
strays as materialized (
  select walk.v from walk where not (${accepted.isAccepted('walk.v')})
),
totals as materialized (
  select (select count(*)::float8 from walk) as walked, (select count(*)::float8 from strays) as strays
)
select
  ${textOf('s.v')},
  ${count(isStray)} as rows,
  ${samples(isStray)} as samples,
  t.walked,
  t.strays
from totals t
left join (select v from strays limit ${countedStrays}) s on t.walked < ${most}`;
  const nulls = `
select
  null::text as value,
  null::int as length,
  ${count(`${subject} is null`)} as rows,
  ${samples(`${subject} is null`)} as samples,
  0::float8 as walked,
  0::float8 as strays`;
  if (!seeks.values) return nulls;
  return seeks.nulls ? `${values}\nunion all ${nulls}` : values;
}
