import type { Json } from '../../../catalog/snapshot.ts';
import type { QueryResult } from '../queryable.ts';
import { sqlStateOf } from '../sqlstate.ts';

/** A connection that binds parameters: whatever comes from a configuration or a database goes in as one. */
export interface ValueClient {
  readonly query: (
    sql: string,
    options?: { readonly parameters?: readonly Json[]; readonly answerWithinMs?: number },
  ) => Promise<readonly QueryResult[]>;
}

/** Runs one query and answers with its rows, in the shape that the query's author vouches for. */
export async function ask<R extends { readonly [column: string]: unknown }>(
  client: ValueClient,
  sql: string,
  ...parameters: readonly Json[]
): Promise<readonly R[]> {
  const results = await client.query(sql, { parameters });
  return (results.at(-1)?.rows ?? []) as readonly { readonly [column: string]: unknown }[] as readonly R[];
}

export interface Limits {
  /** Longest time for any one query. */
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  /** The planner is to go by an index wherever it can. */
  readonly prefersIndexes?: boolean;
}

/**
 * Runs work in one read-only transaction that cannot wait or work for long and finds no names but PostgreSQL's own.
 * All settings end with it, so they hold behind a pooler too. Row security that would hide rows is an error.
 */
export async function inReadOnlyTransaction<T>(
  client: ValueClient,
  { statementTimeoutMs, lockTimeoutMs, prefersIndexes = false }: Limits,
  work: () => Promise<T>,
): Promise<T> {
  await client.query(`
    begin transaction isolation level read committed read only;
    set local statement_timeout = ${wholeMs(statementTimeoutMs)};
    set local lock_timeout = ${wholeMs(lockTimeoutMs)};
    set local search_path = pg_catalog, pg_temp;
    set local row_security = off;
    set local jit = off;
    set local constraint_exclusion = on;
    ${bytesAsTheyAre};
    ${prefersIndexes ? byIndex : byScan}`);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // A connection that is gone has rolled back by itself, and its loss is what must be told.
    if (sqlStateOf(error) !== undefined) await client.query('rollback');
    throw error;
  }
}

/** A database without an encoding may hold bytes that are no text; the server would refuse to send them as UTF-8. */
const bytesAsTheyAre = `
    select set_config('client_encoding', 'SQL_ASCII', true)
    where current_setting('server_encoding') = 'SQL_ASCII'`;

/**
 * The planner takes far more rows for stray than there are, and so expects a limit to end a scan early: it would leave
 * the workers idle that it gives to the same query without a limit.
 */
const byScan = `
    set local parallel_setup_cost = 0;
    set local parallel_tuple_cost = 0`;

/** A bitmap of a common value's rows would be made in full before the first row comes. */
const byIndex = `
    set local enable_seqscan = off;
    set local enable_bitmapscan = off;
    set local enable_sort = off;
    set local max_parallel_workers_per_gather = 0`;

/** Limits one statement more tightly than the transaction does. */
export async function limitStatement(client: ValueClient, statementTimeoutMs: number): Promise<void> {
  await client.query(`set local statement_timeout = ${wholeMs(statementTimeoutMs)}`);
}

/** PostgreSQL takes 0 for no limit at all. */
function wholeMs(ms: number): number {
  return Math.max(1, Math.ceil(ms));
}

/**
 * Tries something that the server may refuse, inside a transaction that goes on. Undefined when it was refused for
 * one of these reasons: SQLSTATEs, or classes of them by their first two characters.
 */
export async function attempt<T>(
  client: ValueClient,
  reasons: readonly string[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  await client.query('savepoint attempt');
  try {
    const result = await work();
    await client.query('release savepoint attempt');
    return result;
  } catch (error) {
    const state = sqlStateOf(error);
    if (state === undefined) throw error;
    if (!reasons.some((reason) => state.startsWith(reason))) throw error;
    await client.query('rollback to savepoint attempt');
    return undefined;
  }
}

/** Class 22: a text that is no integer, a label that an enum lacks, a character that the encoding lacks. */
export const dataException = '22';
