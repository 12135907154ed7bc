import { setTimeout as sleep } from 'node:timers/promises';
import { parseObjectId } from '../../../catalog/object-id.ts';
import type { Json } from '../../../catalog/snapshot.ts';
import { toleratedRows } from '../../../values/tolerance.ts';
import type { ConstraintVerdict, ValueCheck, ValueMethod } from '../../../values/value-check.ts';
import type { Introspection } from '../../engine.ts';
import { prepareAccepted } from './accepted-values.ts';
import { compareInDatabase, compareTexts } from './constraint/constraint-verdict.ts';
import { mayProve } from './constraint/find-allowed-sets.ts';
import { findLookups, readLookup } from './constraint/find-lookup.ts';
import { type CatalogJudgement, withTooLong } from './constraint/judge-catalog.ts';
import { forbids, freeText, type Unseen } from './explain-unseen.ts';
import { readExpressionType } from './expression-type.ts';
import { readsNothing } from './index/index-plan.ts';
import { searchElements } from './index/search-elements.ts';
import { walkIndex } from './index/walk-index.ts';
import type { Found, Look, Sought } from './look.ts';
import { namePlaces } from './name-places.ts';
import { readParts, readTable, type TablePart } from './table-part.ts';
import { ask, type ValueClient } from './value-client.ts';
import { readValueType, type ValueType } from './value-type.ts';

/** One look at one column, with what it has come to know. */
export interface Survey {
  readonly client: ValueClient;
  readonly check: ValueCheck;
  readonly introspection: Introspection;
  readonly judgement: CatalogJudgement;
  readonly lockTimeoutMs: number;
  /** Time since the look began. */
  readonly elapsedMs: () => number;
  /** What the constraints were found to say: kept although a later step may fail. */
  verdict: ConstraintVerdict | undefined;
}

/** A part of the table with what was found in it. */
export interface LookedAt {
  readonly part: TablePart;
  readonly method: ValueMethod;
  readonly found: Found;
}

export interface CheapLook {
  readonly look: Look;
  readonly parts: readonly TablePart[];
  /** The parts that an index answered for. */
  readonly done: readonly LookedAt[];
  /** The parts whose rows must be read. */
  readonly left: readonly TablePart[];
}

/** Rows of a stray value are counted up to here where each costs a look into the table. */
const countedRows = 1_000;

const pollMs = 100;

/**
 * Does all that takes milliseconds, in one transaction: asks the catalog, lets the database prove what it can, and goes
 * through the parts of the table that have an index.
 */
export async function lookCheaply(survey: Survey): Promise<CheapLook | Unseen | 'absent'> {
  const { client, check, judgement, introspection } = survey;
  const table = await awaitTable(survey);
  if (table === null) return 'absent';
  const forbidden = table.kind === 'p' ? undefined : await forbids(client, table);
  const type = await readType(survey, table);
  if (type === undefined) return 'absent';
  if (type.ordering === undefined) {
    return {
      code: 'type-not-comparable',
      reason: `values of type ${type.name} cannot be compared`,
      remedy: 'Let the check look at an expression over the column that gives a text.',
    };
  }
  const accepted = await prepareAccepted(client, check, type);
  const isProved = await settleConstraints(survey, type, accepted.impossible);
  const seeks = { ...judgement.seeks, values: judgement.seeks.values && !isProved };
  const countLimit = Math.max(countedRows, toleratedRows(check.tolerate, table.rows ?? undefined) + 1);
  const major = majorOf(survey);
  const { column, subject } = judgement;
  let look: Look = { client, check, type, accepted, column, subject, seeks, countLimit, major };
  if (!seeksAnything(seeks)) return { look, parts: [], done: [], left: [] };
  if (forbidden !== undefined) return forbidden;
  if (mayProve(judgement.table, introspection.snapshot)) {
    look = { ...look, seeks: await dropProved(look, judgement.spelling.table) };
    if (!seeksAnything(look.seeks)) return { look, parts: [], done: [], left: [] };
  }
  return lookByIndex(look, await readParts(client, major, table, judgement.column));
}

/** Whoever alters the table may be through in a moment. */
async function awaitTable(survey: Survey): Promise<TablePart | null> {
  const { client, judgement, lockTimeoutMs } = survey;
  const [schema = '', name = ''] = parseObjectId(judgement.table).path;
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const table = await readTable(client, majorOf(survey), schema, name, judgement.column);
    if (!table?.isBeingAltered || waitedMs >= lockTimeoutMs) return table;
    await sleep(pollMs);
  }
}

async function readType({ client, judgement }: Survey, table: TablePart): Promise<ValueType | undefined> {
  const facts = table.column ?? (await readExpressionType(client, table, judgement.subject));
  return facts === undefined ? undefined : readValueType(client, facts);
}

/** Settles by the database what the catalog's texts left open. True when constraints allow only accepted values. */
async function settleConstraints(survey: Survey, type: ValueType, impossible: readonly string[]): Promise<boolean> {
  const { client, check, judgement, introspection } = survey;
  const limits = [...judgement.limits];
  for (const lookup of findLookups(check.column, introspection.snapshot)) {
    const limit = await readLookup(client, lookup, check.maxDistinct);
    if (limit !== undefined) limits.push(limit);
  }
  const byText = compareTexts(check, limits);
  const compared = byText.isDoubtful ? await compareInDatabase(client, check, limits, type) : byText;
  survey.verdict = withTooLong(compared.verdict, check, [...judgement.tooLong, ...impossible]);
  return compared.isProved;
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

async function lookByIndex(look: Look, relations: readonly TablePart[]): Promise<CheapLook | Unseen> {
  const { client, check } = look;
  const done: LookedAt[] = [];
  const left: TablePart[] = [];
  const parts: TablePart[] = [];
  for (const relation of relations) {
    const forbidden = await forbids(client, relation);
    if (forbidden !== undefined) return forbidden;
    const part = check.samples && !check.redact ? await namePlaces(client, relation) : relation;
    parts.push(part);
    const found = (await walkIndex(look, part)) ?? (await searchElements(look, part));
    if (found === 'too many values') return freeText(check);
    if (found === undefined) left.push(part);
    else done.push({ part, method: 'index', found });
  }
  return { look, parts, done, left };
}

function majorOf({ introspection }: Survey): number {
  return Number.parseInt(introspection.snapshot.serverVersion, 10);
}

function seeksAnything(seeks: Sought): boolean {
  return seeks.values || seeks.nulls || seeks.nullElements;
}
