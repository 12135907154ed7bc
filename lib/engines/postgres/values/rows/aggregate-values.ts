import type { StrayValue } from '../../../../values/value-check.ts';
import { type Found, type Look, listedStrays, readCharacters } from '../look.ts';
import type { TablePart } from '../table-part.ts';
import { ask } from '../value-client.ts';
import { type Pages, strayRows } from './stray-rows.ts';

/** Stray rows that are grouped at first: enough to see whether the column is free text before grouping them all. */
const firstRows = 50_000;

/** Values of more bytes are grouped by a hash, so that no query carries them about. */
const wholeBytes = 2_000;

type GroupedRow = {
  readonly value: string | null;
  readonly length: number | null;
  readonly rows: number;
  readonly samples: readonly string[] | null;
  readonly groups: number;
  readonly total: number;
  readonly firstPage: number | null;
  readonly lastPage: number | null;
};

/** What was found, and between which pages of the heap. */
export interface FoundOnPages extends Found {
  readonly extent?: { readonly first: number; readonly last: number };
}

/**
 * Looks at every row of a part, or of some of its pages, in one pass, and groups the stray rows. Those beyond the
 * first 50,000 are not looked at: the answer then says that there may be more.
 */
export async function aggregateSome(
  look: Look,
  part: TablePart,
  pages?: Pages,
): Promise<FoundOnPages | 'too many values'> {
  const found = await aggregate(look, part, pages, firstRows);
  if (found === 'too many values' || found.rows < firstRows) return found;
  return {
    ...found,
    strays: found.strays.map((stray) => ({ ...stray, rowsAreAtLeast: true })),
    distinctIsAtLeast: true,
    rowsAreAtLeast: true,
  };
}

/** Like {@link aggregateSome} of the whole part, but counts every stray row, however many there are. */
export function aggregateAll(look: Look, part: TablePart): Promise<FoundOnPages | 'too many values'> {
  return aggregate(look, { ...part, place: undefined });
}

async function aggregate(
  look: Look,
  part: TablePart,
  pages?: Pages,
  limit?: number,
): Promise<FoundOnPages | 'too many values'> {
  const sql = aggregateQuery(look, part, pages, limit);
  const rows = await ask<GroupedRow>(look.client, sql, ...(look.seeks.values ? [look.accepted.parameter] : []));
  const [first] = rows;
  const distinct = first?.groups ?? 0;
  if (distinct > look.check.maxDistinct) return 'too many values';
  return {
    strays: rows.map(strayOf),
    distinct,
    distinctIsAtLeast: false,
    rows: first?.total ?? 0,
    rowsAreAtLeast: false,
    ...(first?.firstPage == null || first.lastPage === null
      ? {}
      : { extent: { first: first.firstPage, last: first.lastPage } }),
  };
}

function strayOf({ value, length, rows, samples }: GroupedRow): StrayValue {
  return {
    value,
    ...(length === null ? {} : { length }),
    rows,
    rowsAreAtLeast: false,
    ...(samples === null ? {} : { samples }),
  };
}

/** Texts are grouped by themselves while they are short, else by their beginning and a hash of the whole. */
function aggregateQuery(look: Look, part: TablePart, pages: Pages | undefined, limit: number | undefined): string {
  const isLong = `octet_length(s.v::text) > ${wholeBytes}`;
  const samples = look.check.samples ?? 0;
  return `
select
  left(coalesce(g.short::text, g.beginning), ${readCharacters}) as value,
  case when max(g.characters) > ${readCharacters} then max(g.characters) end as length,
  count(*)::float8 as rows,
  ${part.place === undefined ? 'null' : `to_json((array_agg(g.place order by g.tid))[1:${samples}])`} as samples,
  (count(*) over ())::float8 as groups,
  (sum(count(*)) over ())::float8 as total,
  (min(min(g.page)) over ())::float8 as "firstPage",
  (max(max(g.page)) over ())::float8 as "lastPage"
from (
  select
    case when ${isLong} then null else s.v end as short,
    case when ${isLong} then left(s.v::text, ${readCharacters}) end as beginning,
    case when ${isLong} then hashtextextended(s.v::text, 0) end as hash,
    length(s.v::text) as characters,
    s.place,
    s.tid,
    (s.tid::text::point)[0] as page
  from (${strayRows(look, part, pages)}
    ${limit === undefined ? '' : `limit ${limit}`}) s
) g
group by g.short, g.beginning, g.hash
order by count(*) desc, 1
limit ${listedStrays}`;
}
