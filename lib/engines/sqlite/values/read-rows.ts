import type { ScanMemory } from '../../../values/scan-memory.ts';
import type { StrayValue } from '../../../values/value-check.ts';
import type { Row } from '../sqlite-database.ts';
import { type Found, type Look, readCharacters } from './look.ts';

/** Rows that are read by one query: few enough to end soon, many enough that asking costs little. */
const windowRows = 50_000;

/** What reading rows came to, in this run and those before that it goes on from. */
export interface RowsRead extends Found {
  /** 0 to 1 */
  readonly coverage: number;
  /** Where the next run goes on; undefined when every row has been read. */
  readonly memory?: ScanMemory;
  readonly runsToGo?: number;
  readonly wasResumed: boolean;
}

interface Kept {
  readonly after: number;
  readonly strays: readonly StrayValue[];
}

/** Reads rows in the order of their rowid until all have been read or the time is up, and then goes on in the next run. */
export async function readRows(look: Look, memory: ScanMemory | undefined): Promise<RowsRead> {
  if (look.rowid === undefined) return readAtOnce(look);
  const kept = keptIn(memory);
  const start = kept?.after ?? null;
  let after = start;
  const found = new Map((kept?.strays ?? []).map((stray) => [keyOf(stray), stray]));
  do {
    const rows = await readWindow(look, after);
    for (const row of rows.strays) merge(found, row);
    if (found.size > look.check.maxDistinct) return { strays: [], isTooMany: true, coverage: 0, wasResumed: false };
    after = rows.last;
    if (rows.count < windowRows) {
      return { strays: [...found.values()], isTooMany: false, coverage: 1, wasResumed: start !== null };
    }
  } while (look.leftMs() > 1);
  return partlyRead(look, [...found.values()], start, Number(after));
}

async function partlyRead(
  look: Look,
  strays: readonly StrayValue[],
  start: number | null,
  after: number,
): Promise<RowsRead> {
  const { database, rowid, table, check } = look;
  const [row] = await database.query(`select min(${rowid}) as first, max(${rowid}) as last from ${table}`);
  const [first, last] = [Number(row?.first), Number(row?.last)];
  const span = Math.max(1, last - first + 1);
  const thisRun = (after - (start ?? first - 1)) / span;
  const coverage = Math.min(0.999, (after - first + 1) / span);
  return {
    strays,
    isTooMany: false,
    coverage,
    memory: { after, strays: (check.redact ? hidden(strays) : strays).map((stray) => ({ ...stray })) } as ScanMemory,
    runsToGo: Math.max(1, Math.ceil((1 - coverage) / Math.max(thisRun, 0.001))),
    wasResumed: start !== null,
  };
}

async function readWindow(
  { database, table, subject, isAccepted, isMeant, rowid, place, check, leftMs }: Look,
  after: number | null,
) {
  const from = after === null ? '' : `where ${rowid} > ${after}`;
  const rows = await database.query(
    `with seen as materialized (
      select ${rowid} as at, ${subject} as v, ${isAccepted} as fine, ${isMeant} as meant
      from ${table} ${from} order by ${rowid} limit ${windowRows}
    )
    select substr(cast(v as text), 1, ${readCharacters}) as value, length(cast(v as text)) as length, count(*) as n,
      min(at) as first, max(at) as last
    from seen where meant and fine is not true group by 1, 2
    union all
    select null, -1, count(*), null, max(at) from seen`,
    // A window that was begun is read to its end, and never waited for without end.
    { timeoutMs: Math.max(leftMs(), 5_000) },
  );
  const whole = rows.at(-1);
  const samples = ({ first, last }: Row) =>
    check.samples === undefined
      ? {}
      : { samples: [...new Set([first, last])].slice(0, check.samples).map((at) => `${place}=${at}`) };
  return {
    strays: rows.slice(0, -1).map((row): StrayValue => ({ ...strayOf(row), ...samples(row) })),
    count: Number(whole?.n),
    last: whole?.last === null ? after : Number(whole?.last),
  };
}

/** A table without rowid, a virtual one, or a view: all in one query, or not at all. */
async function readAtOnce({ database, table, subject, isAccepted, isMeant, check, leftMs }: Look): Promise<RowsRead> {
  const rows = await database.query(
    `select substr(cast(${subject} as text), 1, ${readCharacters}) as value, length(cast(${subject} as text)) as length, count(*) as n
    from ${table} where ${isMeant} and (${isAccepted}) is not true group by 1, 2 limit ${check.maxDistinct + 1}`,
    { timeoutMs: leftMs() },
  );
  return { strays: rows.map(strayOf), isTooMany: rows.length > check.maxDistinct, coverage: 1, wasResumed: false };
}

function strayOf({ value, length, n }: Row): StrayValue {
  const isLong = Number(length) > readCharacters;
  return {
    value: value === null || value === undefined ? null : String(value),
    ...(isLong ? { length: Number(length) } : {}),
    rows: Number(n),
    rowsAreAtLeast: false,
  };
}

/** What is kept of a column that redacts: how many rows, and no value. */
function hidden(strays: readonly StrayValue[]): readonly StrayValue[] {
  const rows = strays.reduce((sum, stray) => sum + stray.rows, 0);
  return rows === 0 ? [] : [{ value: '', rows, rowsAreAtLeast: false }];
}

function keyOf({ value, length }: StrayValue): string {
  return JSON.stringify([value, length ?? null]);
}

function merge(found: Map<string, StrayValue>, stray: StrayValue): void {
  const key = keyOf(stray);
  const known = found.get(key);
  found.set(key, known === undefined ? stray : { ...known, rows: known.rows + stray.rows });
}

function keptIn(memory: ScanMemory | undefined): Kept | undefined {
  const { after, strays } = memory ?? {};
  if (typeof after !== 'number' || !Array.isArray(strays)) return undefined;
  return { after, strays: strays as unknown as readonly StrayValue[] };
}
