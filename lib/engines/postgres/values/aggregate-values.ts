import type { StrayValue } from '../../../values/value-check.ts';
import { type Found, fromPart, type Look, listedStrays, readCharacters } from './look.ts';
import type { TablePart } from './table-part.ts';
import { ask } from './value-client.ts';

/** Stray rows that are grouped at first: enough to see whether the column is free text before grouping them all. */
const firstRows = 50_000;

/** Values of more bytes are grouped by a hash, so that no query carries them about. */
const wholeBytes = 2_000;

type GroupedRow = {
  readonly value: string | null;
  readonly length: number | null;
  readonly rows: number;
  readonly groups: number;
  readonly total: number;
};

/**
 * Looks at every row of a part in one query: one pass, of which only stray rows are grouped. A part with more stray
 * rows than a first grouping takes is gone through a second time to count them all.
 *
 * @param pages only rows on these pages of the heap, the last one excluded
 */
export async function aggregateValues(look: Look, part: TablePart, pages?: string): Promise<Found | 'too many values'> {
  const first = await aggregate(look, part, pages, firstRows);
  if (first === 'too many values' || first.rows < firstRows) return first;
  return aggregate(look, part, pages);
}

async function aggregate(
  look: Look,
  part: TablePart,
  pages: string | undefined,
  limit?: number,
): Promise<Found | 'too many values'> {
  const rows = await ask<GroupedRow>(
    look.client,
    aggregateQuery(look, part, pages, limit),
    ...(look.seeks.values ? [look.accepted.parameter] : []),
  );
  const distinct = rows[0]?.groups ?? 0;
  if (distinct > look.check.maxDistinct) return 'too many values';
  const strays = rows.map(
    ({ value, length, rows }): StrayValue => ({
      value,
      ...(length === null ? {} : { length }),
      rows,
      rowsAreAtLeast: false,
    }),
  );
  return { strays, distinct, distinctIsAtLeast: false, rows: rows[0]?.total ?? 0, rowsAreAtLeast: false };
}

/** The stray values of a part, one row each time that a row of the part holds one: column `v`. */
export function strayRows(look: Look, part: TablePart, pages?: string): string {
  const { check, type, accepted, seeks, subject } = look;
  const conditions = [
    ...(pages === undefined ? [] : [pages]),
    ...(check.where === undefined ? [] : [`(${check.where}\n)`]),
  ];
  const chosen = `select ${subject} as subject, ctid as tid from ${fromPart(part)}${
    conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  }`;
  const isStray = (value: string, nulls: boolean) =>
    [...(seeks.values ? [`not (${accepted.isAccepted(value)})`] : []), ...(nulls ? [`${value} is null`] : [])].join(
      ' or ',
    );
  if (!type.isArray) {
    return `select c.subject as v, c.tid from (${chosen}) c where ${isStray('c.subject', seeks.nulls)}`;
  }
  // An element that an array repeats is still one row with that value.
  const elements =
    seeks.values || seeks.nullElements
      ? [`select distinct e.v from unnest(c.subject) e(v) where ${isStray('e.v', seeks.nullElements)}`]
      : [];
  const whole = seeks.nulls ? [`select null where c.subject is null`] : [];
  return `select x.v, c.tid from (${chosen}) c cross join lateral (${[...elements, ...whole].join(' union all ')}) x(v)`;
}

/** Texts are grouped by themselves while they are short, else by their beginning and a hash of the whole. */
function aggregateQuery(look: Look, part: TablePart, pages: string | undefined, limit: number | undefined): string {
  const isLong = `octet_length(s.v::text) > ${wholeBytes}`;
  return `
select
  left(coalesce(g.short::text, g.beginning), ${readCharacters}) as value,
  case when max(g.characters) > ${readCharacters} then max(g.characters) end as length,
  count(*)::float8 as rows,
  (count(*) over ())::float8 as groups,
  (sum(count(*)) over ())::float8 as total
from (
  select
    case when ${isLong} then null else s.v end as short,
    case when ${isLong} then left(s.v::text, ${readCharacters}) end as beginning,
    case when ${isLong} then hashtextextended(s.v::text, 0) end as hash,
    length(s.v::text) as characters
  from (${strayRows(look, part, pages)}${limit === undefined ? '' : ` limit ${limit}`}) s
) g
group by g.short, g.beginning, g.hash
order by count(*) desc, 1
limit ${listedStrays}`;
}
