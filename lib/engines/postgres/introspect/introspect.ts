import { setTimeout as sleep } from 'node:timers/promises';
import { makeSnapshot } from '../../../catalog/normalize.ts';
import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes } from '../../../catalog/snapshot.ts';
import { DriftlineError } from '../../../errors.ts';
import type { Introspection } from '../../engine.ts';
import type { Queryable } from '../queryable.ts';
import { sqlState, sqlStateOf } from '../sqlstate.ts';
import { type CatalogRows, catalogQuery, readCatalogRows } from './catalog-query.ts';
import { noteColumns, readColumns } from './columns.ts';
import { declaredConstraints, noteConstraints, readConstraints } from './constraints.ts';
import { readDependencies } from './dependencies.ts';
import { noteDomains, readDomains } from './domains.ts';
import { readEnums } from './enums.ts';
import { noteExtensions, readExtensions } from './extensions.ts';
import { readIndexes } from './indexes.ts';
import { describeLockHolders } from './lock-holders.ts';
import { nameObjects } from './names.ts';
import { readSchemas } from './schemas.ts';
import { readSequences } from './sequences.ts';
import { catalogSettings, type Limits } from './settings.ts';
import { readSizes, readTables } from './tables.ts';
import { describeUnmodelled } from './unmodelled.ts';

export interface IntrospectOptions extends Partial<Limits> {
  /** Reads what objects need of each other, and the notes for making them: for expectations, not for checks. */
  readonly withDependencies?: boolean;
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
  return readCatalog(await fetchCatalog(database, options), options.withDependencies === true);
}

async function fetchCatalog(database: Queryable, options: IntrospectOptions): Promise<CatalogRows> {
  const limits = { ...defaultLimits, ...options };
  const [begin, end, undo] =
    options.isInTransaction === true
      ? insideTransaction
      : (['begin isolation level repeatable read read only', 'commit', 'rollback'] as const);
  const sql = `${begin};${catalogSettings(limits)}${catalogQuery({ withDependencies: options.withDependencies === true })};${end}`;
  for (let attempt = 1; ; attempt++) {
    try {
      const results = await database.query(sql, { answerWithinMs: limits.statementTimeoutMs + answerGraceMs });
      const row = results.flatMap(({ rows }) => rows).find(({ catalog }) => typeof catalog === 'string');
      return readCatalogRows(String(row?.catalog));
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

function readCatalog(rows: CatalogRows, withDependencies: boolean): Introspection {
  const { schemas, extensions, tables, columns, indexes, sequences, enums, domains } = rows;
  const constraints = declaredConstraints(rows.constraints);
  const names = nameObjects({ ...rows, constraints });
  const objects = new Map<ObjectId, Attributes>();
  for (const read of [
    readSchemas(schemas, names),
    readExtensions(extensions, names),
    readTables(tables, names),
    readColumns(columns, tables, names),
    readConstraints(constraints, tables, names),
    readIndexes(indexes, names),
    readSequences(sequences, names),
    readEnums(enums, names),
    readDomains(domains, names),
  ]) {
    for (const [id, attributes] of read) objects.set(id, attributes);
  }
  const whole = !withDependencies
    ? {}
    : {
        dependencies: readDependencies(rows.dependencies, names),
        notes: Object.fromEntries([
          ...noteExtensions(extensions, names),
          ...noteColumns(columns, names),
          ...noteConstraints(constraints, names),
          ...noteDomains(domains, names),
        ]),
      };
  return {
    snapshot: makeSnapshot({
      engine: 'postgresql',
      // Packagers append their own words: `17.4 (Debian 17.4-1.pgdg12+2)`.
      serverVersion: rows.version.split(' ')[0] ?? rows.version,
      objects,
      ...whole,
    }),
    sizes: Object.fromEntries(readSizes(tables, names)),
    diagnostics: describeUnmodelled(rows.unmodelled),
  };
}
