import { setTimeout as sleep } from 'node:timers/promises';
import type { Extra } from '../../../catalog/extras.ts';
import { DriftlineError } from '../../../errors.ts';
import type { Introspection } from '../../engine.ts';
import type { Queryable } from '../queryable.ts';
import { sqlState, sqlStateOf } from '../sqlstate.ts';
import { type CatalogQueryOptions, catalogQuery } from './catalog-query.ts';
import { makeCatalogReader } from './catalog-reader.ts';
import { describeLockHolders } from './lock-holders.ts';
import { catalogSettings, type Limits } from './settings.ts';

export interface IntrospectOptions extends Partial<Limits> {
  /** Reads what objects need of each other, and the notes for making them: for expectations, not for checks. */
  readonly withDependencies?: boolean;
  /** What is only read for those who ask. @default nothing */
  readonly extras?: readonly Extra[];
  /** The caller has begun a transaction whose work is to be seen and which goes on afterwards. */
  readonly isInTransaction?: boolean;
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
  const asked = { withDependencies: options.withDependencies === true, extras: options.extras ?? [] };
  const [begin, end, undo] = options.isInTransaction === true ? insideTransaction : ownTransaction;
  const sql = `${begin};${catalogSettings(limits)}${catalogQuery(asked)};${end}`;
  for (let attempt = 1; ; attempt++) {
    try {
      return await readOnce(database, sql, asked, limits.statementTimeoutMs + answerGraceMs);
    } catch (error) {
      const state = sqlStateOf(error);
      if (state === undefined) throw error;
      await database.query(undo);
      const isTransient = state === sqlState.lockNotAvailable || state === sqlState.internalError;
      if (!isTransient || attempt === attempts) throw await explainFailure(error, state, database, limits);
      await sleep(50 + Math.random() * 200);
    }
  }
}

async function readOnce(
  database: Queryable,
  sql: string,
  asked: CatalogQueryOptions,
  answerWithinMs: number,
): Promise<Introspection> {
  const reader = makeCatalogReader(asked);
  const results = await database.query(sql, { answerWithinMs, onRow: reader.take });
  for (const { rows } of results) rows.forEach(reader.take);
  return reader.finish();
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
