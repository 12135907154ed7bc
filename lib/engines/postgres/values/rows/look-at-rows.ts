import type { ScanMemory } from '../../../../values/scan-memory.ts';
import { type SeenValues, valueMethods } from '../../../../values/value-check.ts';
import { sqlState, sqlStateOf } from '../../sqlstate.ts';
import { freeText, type Unseen } from '../explain-unseen.ts';
import type { Found } from '../look.ts';
import { type CheapLook, type LookedAt, lookCheaply, type Survey } from '../look-cheaply.ts';
import type { TablePart } from '../table-part.ts';
import { inReadOnlyTransaction } from '../value-client.ts';
import { aggregateAll, aggregateSome } from './aggregate-values.ts';
import { mergeFound } from './merge-found.ts';
import { type Rolled, rollOver } from './roll-over.ts';
import { takeTurn } from './take-turn.ts';

/** Pages a millisecond that can be counted on, also from a disk, when it is decided whether one query will do. */
const certainPagesPerMs = 12;

/** Part of the time left that one query over all rows may take: the rest is for a rolling scan if it does not end. */
const aggregateShare = 0.6;

/** What came of a look: what was seen, or why nothing was. */
type Outcome = Partial<SeenValues> | Unseen | 'absent';

/**
 * Looks at a column by every means that costs little, then at the rows of those parts of the table that are left: a
 * small part in one query, what is too big for that by a scan that rolls on from run to run.
 *
 * @throws DatabaseError what the server refused
 */
export async function lookAtRows(survey: Survey, memory: ScanMemory | undefined): Promise<Outcome> {
  const { client, lockTimeoutMs } = survey;
  const limits = { statementTimeoutMs: leftMs(survey), lockTimeoutMs, prefersIndexes: true };
  const cheap = await inReadOnlyTransaction(client, limits, () => lookCheaply(survey));
  if (cheap === 'absent' || 'code' in cheap) return cheap;
  const done: LookedAt[] = [...cheap.done];
  const rolling: TablePart[] = [];
  for (const part of cheap.left) {
    const isForScan = part.kind === 'r' && (memory !== undefined || !fitsInOneQuery(survey, cheap));
    const found = isForScan ? undefined : await lookAtAll(survey, cheap, part);
    if (found === undefined) rolling.push(part);
    else if ('code' in found) return found;
    else done.push({ part, method: 'aggregate', found });
  }
  if (rolling.length === 0) return describe(cheap, done);
  const rolled = await rollOver(rolling, {
    look: cheap.look,
    lockTimeoutMs,
    leftMs: () => survey.check.budgetMs - survey.elapsedMs(),
    memory,
  });
  return rolled === 'too many values' ? freeText(survey.check) : describe(cheap, done, rolled);
}

function leftMs({ check, elapsedMs }: Survey): number {
  return Math.max(1, check.budgetMs - elapsedMs());
}

function fitsInOneQuery(survey: Survey, { left }: CheapLook): boolean {
  const pages = left.reduce((sum, part) => sum + part.pages, 0);
  return pages / certainPagesPerMs < leftMs(survey) * aggregateShare;
}

/** Undefined when the time was too short and a rolling scan can do it instead. */
async function lookAtAll(survey: Survey, { look }: CheapLook, part: TablePart): Promise<Found | Unseen | undefined> {
  const { client, lockTimeoutMs, check } = survey;
  const inTurn = (work: () => Promise<Found | 'too many values'>) =>
    inReadOnlyTransaction(client, { statementTimeoutMs: leftMs(survey) * aggregateShare, lockTimeoutMs }, async () =>
      (await takeTurn(client, lockTimeoutMs)) ? work() : ('busy' as const),
    );
  let some: Found | undefined;
  try {
    const first = await inTurn(() => aggregateSome(look, part));
    if (first === 'too many values') return freeText(check);
    if (first === 'busy') return busy;
    if (!first.rowsAreAtLeast) return first;
    some = first;
    const all = await inTurn(() => aggregateAll(look, part));
    if (all === 'too many values') return freeText(check);
    return all === 'busy' ? first : withSamples(all, first);
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.queryCanceled || (some === undefined && part.kind !== 'r')) throw error;
    return some;
  }
}

const busy: Unseen = {
  code: 'values-busy',
  reason: 'another check has been looking at rows of this database all the while',
  remedy: 'Check again, or let fewer checks of one database run at the same time.',
};

/** The count of all rows is made without naming any: the rows that were named before still stand. */
function withSamples(all: Found, some: Found): Found {
  const strays = all.strays.map((stray) => {
    const samples = some.strays.find(({ value, length }) => value === stray.value && length === stray.length)?.samples;
    return samples === undefined ? stray : { ...stray, samples };
  });
  return { ...all, strays };
}

/** For a table in parts, the dearest method speaks for all, and each part counts by its pages. */
function describe({ parts }: CheapLook, done: readonly LookedAt[], rolled?: Rolled): Partial<SeenValues> {
  const found = mergeFound([...done.map((part) => part.found), ...(rolled === undefined ? [] : [rolled.found])]);
  const estimates = parts.map((part) => part.rows);
  const tableRows = estimates.reduce<number | null>(
    (sum, rows) => (sum === null || rows === null ? null : sum + rows),
    0,
  );
  const methods = done.map((part) => valueMethods.indexOf(part.method));
  const pages = (some: readonly TablePart[]) => some.reduce((sum, part) => sum + Math.max(1, part.pages), 0);
  const seen = pages(done.map((part) => part.part));
  const coverage =
    rolled === undefined || rolled.coverage === 1 ? 1 : (seen + rolled.coverage * (pages(parts) - seen)) / pages(parts);
  return {
    method: rolled === undefined ? (valueMethods[Math.max(0, ...methods)] ?? 'constraint') : 'rolling',
    strays: found.strays,
    straysAreAtLeast: found.distinctIsAtLeast || found.distinct > found.strays.length,
    strayRows: found.rows,
    strayRowsAreAtLeast: found.rowsAreAtLeast,
    coverage,
    ...(tableRows === null || parts.length === 0 ? {} : { tableRows }),
    ...(found.index === undefined ? {} : { index: found.index }),
    ...(rolled === undefined ? {} : { memory: rolled.memory }),
    ...(rolled?.runsToGo === undefined ? {} : { runsToGo: rolled.runsToGo }),
  };
}
