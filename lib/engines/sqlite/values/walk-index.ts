import type { ObjectId } from '../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { StrayValue } from '../../../values/value-check.ts';
import { mainId, quoteText } from '../quote.ts';
import { type Found, type Look, readCharacters } from './look.ts';

/** For a question that the catalog answers at once, whatever is left of the time for the rows. */
const lookUpMs = 5_000;

/** Rows of a stray value are counted no further than this. */
const countLimit = 100_000;

/**
 * Looks up each different value once in an index that begins with the column, whatever the size of the table. Undefined
 * when there is no such index.
 */
export async function walkIndex(
  look: Look,
  snapshot: CatalogSnapshot,
): Promise<(Found & { readonly index?: ObjectId }) | undefined> {
  const { check, column } = look;
  if (column === undefined || check.where !== undefined || check.caseInsensitive || check.trim) return undefined;
  const name = await findIndex(look, snapshot);
  if (name === undefined) return undefined;
  const { database, table, subject, isAccepted, leftMs } = look;
  const most = check.maxDistinct + check.accept.length + 1;
  const rows = await database.query(
    `with recursive each(v, n) as (
      select (select min(${subject}) from ${table}), 1
      union all
      select (select min(${subject}) from ${table} where ${subject} > each.v), n + 1 from each
      where each.v is not null and n < ${most}
    )
    select v as value, n from each
    where v is not null and not exists (select 1 from ${table} where ${subject} = each.v and ${isAccepted})`,
    { timeoutMs: leftMs() },
  );
  if (rows.length > check.maxDistinct || rows.some(({ n }) => n === most)) return { strays: [], isTooMany: true };
  const strays: StrayValue[] = [];
  for (const { value } of [...rows, { value: null }]) {
    const stray = await countRows(look, value as string | number | null);
    if (stray.rows > 0) strays.push(stray);
  }
  const index = mainId('index', name);
  return { strays, isTooMany: false, ...(index in snapshot.objects ? { index } : {}) };
}

/** A whole index in the order in which the column itself compares. */
async function findIndex({ database, tableName, column }: Look, snapshot: CatalogSnapshot) {
  const collation = snapshot.objects[`column:main.${tableName}.${column}`]?.collation ?? 'BINARY';
  const [row] = await database.query(
    `select i.name from pragma_index_list(${quoteText(tableName)}) i join pragma_index_xinfo(i.name) x
    where x.seqno = 0 and x.name = ${quoteText(column ?? '')} and not i.partial and upper(x.coll) = ${quoteText(String(collation))}
    order by i.origin <> 'c', i.seq limit 1`,
    { timeoutMs: lookUpMs },
  );
  return typeof row?.name === 'string' ? row.name : undefined;
}

async function countRows(look: Look, value: string | number | null): Promise<StrayValue> {
  const { database, table, subject, rowid, place, check, leftMs } = look;
  const matches = value === null ? `${subject} is null` : `${subject} = ?`;
  const args = value === null ? [] : [value];
  const options = { args, timeoutMs: leftMs() };
  const [count] = await database.query(
    `select count(*) as n from (select 1 from ${table} where ${matches} limit ${countLimit + 1})`,
    options,
  );
  const rows = Number(count?.n);
  const named =
    rowid === undefined || check.samples === undefined || rows === 0
      ? []
      : await database.query(`select ${rowid} as at from ${table} where ${matches} limit ${check.samples}`, options);
  return {
    ...shortened(value === null ? null : String(value)),
    rows: Math.min(rows, countLimit),
    rowsAreAtLeast: rows > countLimit,
    ...(named.length === 0 ? {} : { samples: named.map(({ at }) => `${place}=${at}`) }),
  };
}

function shortened(value: string | null): Pick<StrayValue, 'value' | 'length'> {
  if (value === null || value.length <= readCharacters) return { value };
  return { value: value.slice(0, readCharacters), length: value.length };
}
