import { formatObjectId } from '../../../../catalog/object-id.ts';
import type { Json } from '../../../../catalog/snapshot.ts';
import { type Found, fromPart, type Look, listedStrays } from '../look.ts';
import type { TablePart } from '../table-part.ts';
import { ask } from '../value-client.ts';
import { readsByIndexOnly } from './index-plan.ts';

/**
 * Looks in the elements of an enum array for each label that is not accepted, by a GIN index: an enum's values are
 * known, so what is not found is not there. Undefined when no index serves, or NULL is sought, which GIN cannot find.
 *
 * @see https://www.postgresql.org/docs/18/gin.html
 */
export async function searchElements(look: Look, part: TablePart): Promise<Found | undefined> {
  const { client, check, type, accepted, subject, seeks, countLimit } = look;
  if (!type.isArray || type.category !== 'E') return undefined;
  if (seeks.nulls || seeks.nullElements) return undefined;
  const index = await findGinIndex(look, part);
  if (index === undefined) return undefined;
  const condition = check.where === undefined ? '' : `and (${check.where}\n)`;
  const sql = `
select
  l.label::text as value,
  (
    select count(*)::float8
    from (
      select from ${fromPart(part)}
      where ${subject} operator(pg_catalog.&&) array[l.label] ${condition}
      limit ${countLimit + 1}
    ) counted
  ) as rows
from unnest(enum_range(null::${type.name})) l(label)
where not (${accepted.isAccepted('l.label')})`;
  await client.query('set local enable_bitmapscan = on');
  try {
    const [explained] = await ask<{ 'QUERY PLAN': Json }>(
      client,
      `explain (format json, costs off) ${sql}`,
      accepted.parameter,
    );
    if (!readsByIndexOnly(explained?.['QUERY PLAN'] ?? [], 'bitmap')) return undefined;
    const rows = await ask<{ value: string; rows: number }>(client, sql, accepted.parameter);
    const strays = rows
      .filter((row) => row.rows > 0)
      .map(({ value, rows }) => ({ value, rows: Math.min(rows, countLimit), rowsAreAtLeast: rows > countLimit }))
      .sort((a, b) => b.rows - a.rows);
    return {
      strays: strays.slice(0, listedStrays),
      distinct: strays.length,
      distinctIsAtLeast: false,
      rows: strays.reduce((sum, stray) => sum + stray.rows, 0),
      rowsAreAtLeast: strays.some((stray) => stray.rowsAreAtLeast),
      index: formatObjectId('index', [part.schema, index]),
    };
  } finally {
    await client.query('set local enable_bitmapscan = off');
  }
}

/** A valid GIN index over the elements of the column, for all rows. */
async function findGinIndex({ client, column }: Look, part: TablePart): Promise<string | undefined> {
  const [index] = await ask<{ name: string }>(
    client,
    `select ix.relname as name
    from pg_index i
    join pg_class ix on ix.oid = i.indexrelid
    join pg_opclass oc on oc.oid = i.indclass[0]
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = $1
      and a.attname = $2
      and ix.relam = (select am.oid from pg_am am where am.amname = 'gin')
      and oc.opcdefault
      and i.indisvalid and i.indisready and i.indislive
      and i.indpred is null
      and i.indnkeyatts = 1
    limit 1`,
    part.oid,
    column,
  );
  return index?.name;
}
