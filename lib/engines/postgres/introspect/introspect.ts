import { setTimeout as sleep } from 'node:timers/promises';
import type { Extra } from '../../../catalog/extras.ts';
import { DriftlineError } from '../../../errors.ts';
import type { Introspection } from '../../engine.ts';
import type { Queryable, Row } from '../queryable.ts';
import { sqlState, sqlStateOf } from '../sqlstate.ts';
import { makeMark, markQuery } from './catalog-mark.ts';
import { type CatalogQueryOptions, catalogQuery } from './catalog-query.ts';
import { makeCatalogReader } from './catalog-reader.ts';
import { describeLockHolders } from './lock-holders.ts';
import { catalogSettings, type Limits } from './settings.ts';

export interface IntrospectOptions extends Partial<Limits> {
  /** Reads what objects need of each other, and the notes for making them: for expectations, not for checks. */
  readonly withDependencies?: boolean;
  /** What is only read for those who ask. @default nothing */
  readonly extras?: readonly Extra[];
  /** Others wait behind the caller: a catalog that somebody has locked is not tried again. */
  readonly isTriedOnce?: boolean;
  /** The caller has begun a transaction whose work is to be seen and which goes on afterwards. */
  readonly isInTransaction?: boolean;
  /** The server's major, to mark the catalog with what would show a change; absent: it is not marked. */
  readonly markedFor?: number;
}

const defaultLimits: Limits = { lockTimeoutMs: 2000, statementTimeoutMs: 30_000 };

/** How often a catalog that somebody has locked is tried. */
const attempts = 3;

/** How much longer than the server's own timeout an answer may take before the connection is given up. */
const answerGraceMs = 10_000;

/**
 * Reads the whole catalog of a database in one round trip, read only: the same queries for a server of any major and for
 * the embedded PostgreSQL.
 *
 * @throws DriftlineError `catalog-locked` when somebody holds a table and would not let go, also when tried again;
 * `catalog-timeout` when the query outlasts its time; `connection-lost`
 */
export async function introspect(database: Queryable, options: IntrospectOptions = {}): Promise<Introspection> {
  const limits = { ...defaultLimits, ...options };
  const asked = askedBy(options);
  const [begin, end, undo] = options.isInTransaction === true ? insideTransaction : ownTransaction;
  const settings = catalogSettings(limits);
  // The right to read some catalog may be lacking, or the catalog itself: then all is read but the mark.
  let major = options.isInTransaction === true ? undefined : options.markedFor;
  for (let attempt = 1; ; attempt++) {
    try {
      const sql = `${begin};${settings}${withMarks(catalogQuery(asked), settings, major)};${end}`;
      return await readOnce(database, sql, asked, limits.statementTimeoutMs + answerGraceMs);
    } catch (error) {
      const state = sqlStateOf(error);
      if (state === undefined) throw error;
      await database.query(undo);
      const isTransient = state === sqlState.lockNotAvailable || state === sqlState.internalError;
      // What takes too long takes nearly as long without the marks.
      const isForMarks = major !== undefined && !isTransient && state !== sqlState.queryCanceled;
      if (!(isTransient || isForMarks) || attempt === attempts || options.isTriedOnce === true) {
        throw await explainFailure(error, state, database, limits);
      }
      if (isForMarks) major = undefined;
      else await sleep(50 + Math.random() * 200);
    }
  }
}

/**
 * Reads the mark before the catalog, of the same snapshot, and once more when all is read: the server prints definitions as
 * they are at that very moment, also when that is younger than the snapshot.
 */
function withMarks(query: string, settings: string, major: number | undefined): string {
  if (major === undefined) return query;
  const [begin, end] = ownTransaction;
  return `${markQuery(major)};${query};${end};${begin};${settings}${markQuery(major)}`;
}

async function readOnce(
  database: Queryable,
  sql: string,
  asked: CatalogQueryOptions,
  answerWithinMs: number,
): Promise<Introspection> {
  const reader = makeCatalogReader(asked);
  const marks = new Map<Row, string | undefined>();
  const take = (row: Row) => {
    if ('mark' in row) marks.set(row, makeMark(row, asked));
    else reader.take(row);
  };
  const results = await database.query(sql, { answerWithinMs, onRow: take });
  for (const { rows } of results) rows.forEach(take);
  const [before, after] = marks.values();
  return { ...reader.finish(), ...(before === undefined || before !== after ? {} : { mark: before }) };
}

/**
 * Reads what would mark an introspection with these options at this moment: an earlier one with the same mark has found
 * what this one would. Undefined when nothing can be promised.
 */
export async function readMark(
  database: Queryable,
  major: number,
  options: IntrospectOptions = {},
): Promise<string | undefined> {
  const limits = { ...defaultLimits, ...options };
  const [begin, end, undo] = ownTransaction;
  const sql = `${begin};${catalogSettings(limits)}${markQuery(major)};${end}`;
  try {
    const results = await database.query(sql, { answerWithinMs: limits.statementTimeoutMs + answerGraceMs });
    const row = results.flatMap(({ rows }) => rows).find((found) => 'mark' in found);
    return makeMark(row, askedBy(options));
  } catch (error) {
    if (sqlStateOf(error) === undefined) throw error;
    await database.query(undo);
    return undefined;
  }
}

function askedBy({ withDependencies, extras }: IntrospectOptions): CatalogQueryOptions {
  return { withDependencies: withDependencies === true, extras: extras ?? [] };
}

const ownTransaction = ['begin isolation level repeatable read read only', 'commit', 'rollback'] as const;

/** What a savepoint has set is gone when it is rolled back, so the transaction finds its settings as they were. */
const insideTransaction = [
  'savepoint driftline_introspection',
  'rollback to savepoint driftline_introspection; release savepoint driftline_introspection',
  'rollback to savepoint driftline_introspection; release savepoint driftline_introspection',
] as const;

async function explainFailure(
  cause: unknown,
  state: string,
  database: Queryable,
  { lockTimeoutMs, statementTimeoutMs }: Limits,
): Promise<unknown> {
  if (state === sqlState.queryCanceled) {
    return new DriftlineError('catalog-timeout', `The catalog could not be read within ${statementTimeoutMs} ms.`, {
      remedy: 'Give it a longer statement timeout, or try again when the server is less busy.',
      cause,
    });
  }
  if (state !== sqlState.lockNotAvailable) return cause;
  const holders = await describeLockHolders(database);
  return new DriftlineError(
    'catalog-locked',
    `The catalog could not be read: a lock was not to be had within ${lockTimeoutMs} ms, ${attempts} times over.`,
    {
      remedy:
        holders.length === 0
          ? 'Somebody altered a table for longer than that. Try again.'
          : `${holders.join('; ')}. Try again when that is done, or end it with pg_terminate_backend.`,
      cause,
    },
  );
}
