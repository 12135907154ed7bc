import type { ScanMemory } from '../../../values/scan-memory.ts';
import type { SeenValues, StrayValue, ValueCheck, ValueObservation } from '../../../values/value-check.ts';
import type { Introspection } from '../../engine.ts';
import type { SqliteReader } from '../sqlite-database.ts';
import { isLockConflict, SqliteError } from '../sqlite-error.ts';
import { statementFailure } from '../statement-failure.ts';
import { judgeByChecks } from './find-limits.ts';
import { type Look, planLook } from './look.ts';
import { readRows } from './read-rows.ts';
import { walkIndex } from './walk-index.ts';

/** Most stray values that are listed. */
const listedStrays = 20;

/**
 * Looks at the values of one column: by an index that begins with it, one look-up for each different value; else by reading
 * rows, as many as the time allows, and the rest in the next runs. What cannot be seen is an answer, not an error.
 *
 * A CHECK can be switched off while somebody writes (`PRAGMA ignore_check_constraints`): it stands for the rows only where
 * nobody asked for the values, which were read from the same CHECK of the expectation.
 */
export async function observeValues(
  database: SqliteReader,
  check: ValueCheck,
  { snapshot }: Introspection,
  memory: ScanMemory | undefined,
): Promise<ValueObservation> {
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  const look = planLook(database, check, snapshot, () => Math.max(1, check.budgetMs - elapsedMs()));
  if (look === undefined) return { kind: 'absent' };
  const verdict = judgeByChecks(check, snapshot);
  const constraint = verdict === undefined ? {} : { constraint: verdict };
  if (check.derivedFrom !== undefined && verdict?.permits.length === 0) {
    return seen(look, [], { method: 'constraint', coverage: 1, ...constraint, tookMs: elapsedMs() });
  }
  try {
    const walked = memory === undefined ? await walkIndex(look, snapshot) : undefined;
    if (walked?.isTooMany) return { ...tooMany(check, elapsedMs()), ...constraint };
    if (walked !== undefined) {
      const { index } = walked;
      return seen(look, walked.strays, {
        method: 'index',
        coverage: 1,
        ...constraint,
        ...(index === undefined ? {} : { index }),
        tookMs: elapsedMs(),
      });
    }
    const read = await readRows(look, memory);
    if (read.isTooMany) return { ...tooMany(check, elapsedMs()), ...constraint };
    const isRolling = read.memory !== undefined || read.wasResumed;
    return seen(look, read.strays, {
      method: isRolling ? 'rolling' : 'aggregate',
      coverage: read.coverage,
      ...constraint,
      ...(read.memory === undefined ? {} : { memory: read.memory }),
      ...(read.runsToGo === undefined ? {} : { runsToGo: read.runsToGo }),
      tookMs: elapsedMs(),
    });
  } catch (error) {
    if (!(error instanceof SqliteError) || error.fault === 'gone') {
      throw statementFailure(error, { statementTimeoutMs: check.budgetMs }, false);
    }
    return { kind: 'unseen', ...explain(error, check), ...constraint, tookMs: elapsedMs() };
  }
}

type Rest = Pick<SeenValues, 'method' | 'coverage' | 'tookMs'> & Partial<SeenValues>;

function seen({ table, subject, check }: Look, strays: readonly StrayValue[], rest: Rest): ValueObservation {
  const sorted = [...strays].sort((a, b) => b.rows - a.rows);
  return {
    kind: 'seen',
    strays: sorted.slice(0, listedStrays),
    straysAreAtLeast: sorted.length > listedStrays,
    strayRows: sorted.reduce((sum, { rows }) => sum + rows, 0),
    strayRowsAreAtLeast: sorted.some(({ rowsAreAtLeast }) => rowsAreAtLeast),
    spelling: { table, value: subject, shape: check.expression === undefined ? 'column' : 'expression' },
    ...rest,
  };
}

function tooMany(check: ValueCheck, tookMs: number): ValueObservation {
  return {
    kind: 'unseen',
    code: 'too-many-values',
    reason: `it holds more than ${check.maxDistinct} different values outside the accepted ones, as free text does`,
    remedy: 'Leave the column out of values:, or raise its maxDistinct.',
    tookMs,
  };
}

function explain(error: SqliteError, check: ValueCheck) {
  if (error.fault === 'timed-out') {
    return {
      code: 'values-timed-out',
      reason: `looking at its values took longer than ${check.budgetMs} ms`,
      remedy: 'Give it more time with `budget`, or make an index that begins with the column.',
    };
  }
  if (isLockConflict(error)) {
    return { code: 'table-locked', reason: 'another process holds the database for itself', remedy: 'Check again.' };
  }
  if (check.where !== undefined || check.expression !== undefined) {
    return {
      code: 'invalid-value-condition',
      reason: `SQLite refuses the check's own SQL: ${error.message}`,
      remedy: 'Correct where: or expression: in the configuration.',
    };
  }
  return { code: 'values-failed', reason: 'SQLite could not read its values' };
}
