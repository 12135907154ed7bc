import { parseObjectId } from '../../../catalog/object-id.ts';
import type { Json } from '../../../catalog/snapshot.ts';
import { toleratedRows } from '../../../values/tolerance.ts';
import {
  type ConstraintVerdict,
  type SeenValues,
  type ValueCheck,
  type ValueMethod,
  valueMethods,
} from '../../../values/value-check.ts';
import type { Introspection } from '../../engine.ts';
import { prepareAccepted } from './accepted-values.ts';
import { aggregateValues } from './aggregate-values.ts';
import { compareInDatabase } from './constraint-verdict.ts';
import { forbids, freeText, type Unseen } from './explain-unseen.ts';
import { mayProve } from './find-allowed-sets.ts';
import { readsNothing } from './index-plan.ts';
import { type CatalogJudgement, withTooLong } from './judge-catalog.ts';
import type { Found, Look, Sought } from './look.ts';
import { mergeFound } from './merge-found.ts';
import { readParts, readTable, type TablePart } from './table-part.ts';
import { ask, inReadOnlyTransaction, type ValueClient } from './value-client.ts';
import { readValueType } from './value-type.ts';
import { walkIndex } from './walk-index.ts';

/** One look at one column, with what it has come to know. */
export interface Survey {
  readonly client: ValueClient;
  readonly check: ValueCheck;
  readonly introspection: Introspection;
  readonly judgement: CatalogJudgement;
  readonly options: { readonly lockTimeoutMs: number };
  /** Time since the look began. */
  readonly elapsedMs: () => number;
  /** What the constraints were found to say: kept although a later step may fail. */
  verdict: ConstraintVerdict | undefined;
}

/** What came of it: what was seen, or why nothing was. */
type Outcome = Partial<SeenValues> | Unseen | 'absent';

/** A part of the table with what was found in it, so far as it was looked at. */
interface LookedAt {
  readonly part: TablePart;
  readonly method: ValueMethod;
  readonly found: Found;
}

/** Rows of a stray value are counted up to here where each costs a look into the table. */
const countedRows = 1_000;

/**
 * Settles by the database what the catalog's texts left open, then looks at the rows of each part of the table: by an
 * index where one serves, else at all of them.
 *
 * @throws DatabaseError what the server refused
 */
export async function lookAtRows(survey: Survey): Promise<Outcome> {
  const { client, check, options } = survey;
  const remainingMs = () => Math.max(1, check.budgetMs - survey.elapsedMs());
  const cheap = { ...options, statementTimeoutMs: remainingMs(), prefersIndexes: true };
  const first = await inReadOnlyTransaction(client, cheap, () => lookCheaply(survey));
  if (first === 'absent' || 'code' in first) return first;
  const done = [...first.done];
  for (const part of first.left) {
    const forbidden = forbids(part);
    if (forbidden !== undefined) return forbidden;
    const limits = { ...options, statementTimeoutMs: remainingMs() };
    const found = await inReadOnlyTransaction(client, limits, () => aggregateValues(first.look, part));
    if (found === 'too many values') return freeText(check);
    done.push({ part, method: 'aggregate', found });
  }
  return describe(done, first.parts);
}

interface CheapLook {
  readonly look: Look;
  readonly parts: readonly TablePart[];
  readonly done: readonly LookedAt[];
  readonly left: readonly TablePart[];
}

/** All that takes milliseconds, in one transaction: the catalog, proofs, and the parts with an index. */
async function lookCheaply(survey: Survey): Promise<CheapLook | Unseen | 'absent'> {
  const { client, check, judgement, introspection } = survey;
  const [schema = '', name = ''] = parseObjectId(judgement.table).path;
  const table = await readTable(client, schema, name, judgement.column);
  if (table === null) return 'absent';
  const typeFacts = table.column;
  if (typeFacts === null) return 'absent';
  const type = await readValueType(client, typeFacts);
  if (type.ordering === undefined) {
    return {
      code: 'type-not-comparable',
      reason: `values of type ${type.name} cannot be compared`,
      remedy: 'Name an expression over the column that gives a text.',
    };
  }
  const accepted = await prepareAccepted(client, check, type);
  survey.verdict = withTooLong(survey.verdict, check, accepted.impossible);
  let { seeks } = judgement;
  if (judgement.isDoubtful) {
    const compared = await compareInDatabase(client, check, judgement.limits, type);
    survey.verdict = withTooLong(compared.verdict, check, [...accepted.impossible]);
    seeks = { ...seeks, values: !compared.isProved };
  }
  const rows = table.rows ?? undefined;
  const countLimit = Math.max(countedRows, toleratedRows(check.tolerate, rows) + 1);
  const major = Number.parseInt(introspection.snapshot.serverVersion, 10);
  const { subject } = judgement;
  let look: Look = { client, check, type, accepted, subject, seeks, countLimit, major };
  const settled = { look, parts: [], done: [], left: [] };
  if (!seeksAnything(seeks)) return settled;

  const forbidden = table.kind === 'p' ? undefined : forbids(table);
  if (forbidden !== undefined) return forbidden;
  if (mayProve(judgement.table, introspection.snapshot)) {
    look = { ...look, seeks: await dropProved(look, judgement.spelling.table) };
    if (!seeksAnything(look.seeks)) return settled;
  }
  const parts = await readParts(client, table, judgement.column);
  const done: LookedAt[] = [];
  const left: TablePart[] = [];
  for (const part of parts) {
    const why = forbids(part);
    if (why !== undefined) return why;
    const found = await walkIndex(look, part);
    if (found === 'too many values') return freeText(check);
    if (found === undefined) left.push(part);
    else done.push({ part, method: 'index', found });
  }
  return { look, parts, done, left };
}

/**
 * Lets the planner prove what it can: where the table's CHECKs or partition bounds contradict a condition it plans to
 * read nothing. It only trusts constraints that hold for every row.
 *
 * @see https://www.postgresql.org/docs/18/ddl-partitioning.html#DDL-PARTITIONING-CONSTRAINT-EXCLUSION
 */
async function dropProved({ client, type, accepted, seeks, subject }: Look, table: string): Promise<Sought> {
  if (type.isArray) return seeks;
  const refutes = async (condition: string, ...parameters: readonly Json[]) => {
    const sql = `explain (format json, costs off) select from ${table} where ${condition}`;
    const [row] = await ask<{ 'QUERY PLAN': Json }>(client, sql, ...parameters);
    return readsNothing(row?.['QUERY PLAN'] ?? []);
  };
  return {
    ...seeks,
    values: seeks.values && !(await refutes(`not (${accepted.isAccepted(subject)})`, accepted.parameter)),
    nulls: seeks.nulls && !(await refutes(`${subject} is null`)),
  };
}

function seeksAnything(seeks: Sought): boolean {
  return seeks.values || seeks.nulls || seeks.nullElements;
}

/** For a table in parts, the dearest method speaks for all. */
function describe(done: readonly LookedAt[], parts: readonly TablePart[]): Partial<SeenValues> {
  const { strays, distinct, distinctIsAtLeast, rows, rowsAreAtLeast, index } = mergeFound(done.map((d) => d.found));
  const estimates = parts.map((part) => part.rows);
  const tableRows = estimates.reduce<number | null>(
    (sum, rows) => (sum === null || rows === null ? null : sum + rows),
    0,
  );
  const methods = done.map((part) => valueMethods.indexOf(part.method));
  return {
    method: valueMethods[Math.max(0, ...methods)] ?? 'constraint',
    strays,
    straysAreAtLeast: distinctIsAtLeast || distinct > strays.length,
    strayRows: rows,
    strayRowsAreAtLeast: rowsAreAtLeast,
    ...(tableRows === null || parts.length === 0 ? {} : { tableRows }),
    ...(index === undefined ? {} : { index }),
  };
}
