import type { ConstraintVerdict, ValueCheck, ValueObservation } from '../../../values/value-check.ts';
import { sqlState, sqlStateOf } from '../sqlstate.ts';
import { findLackingGrants, type TablePart } from './table-part.ts';
import type { ValueClient } from './value-client.ts';

/** Why a column's values could not be seen. */
export interface Unseen {
  readonly code: string;
  readonly reason: string;
  readonly remedy?: string;
}

/** The observation of values that could not be seen. */
export function unseen(why: Unseen, verdict: ConstraintVerdict | undefined, tookMs: number): ValueObservation {
  return { kind: 'unseen', ...why, ...(verdict === undefined ? {} : { constraint: verdict }), tookMs };
}

/** What forbids reading a part of the table, or undefined when nothing does. */
export async function forbids(client: ValueClient, part: TablePart): Promise<Unseen | undefined> {
  if (!part.canRead) {
    return {
      code: 'insufficient-privilege',
      reason: 'our role may not read the table',
      remedy: `Run as its owner: ${(await findLackingGrants(client, part)).join('; ')}.`,
    };
  }
  if (part.hidesRows) {
    return {
      code: 'row-security',
      reason: 'row security hides some of the rows from our role',
      remedy: 'Give the role BYPASSRLS, or a policy that lets it see every row.',
    };
  }
  if (part.isBeingAltered) {
    return {
      code: 'table-locked',
      reason: `somebody is altering ${part.schema}.${part.name}, or waits to`,
      remedy: 'Check again when the change is through.',
    };
  }
  return undefined;
}

export const freeText = (check: ValueCheck): Unseen => ({
  code: 'too-many-values',
  reason: `it holds more than ${check.maxDistinct} different values outside the accepted ones, as free text does`,
  remedy: 'Leave the column out of values:, or raise its maxDistinct.',
});

/**
 * Why a query of a value check failed, by SQLSTATE alone: a server's message may repeat what the rows hold.
 *
 * @throws the error itself when it is no answer of the server's
 */
export function explainFailure(error: unknown, check: ValueCheck): Unseen {
  const state = sqlStateOf(error);
  if (state === undefined) throw error;
  switch (state) {
    case sqlState.queryCanceled:
      return {
        code: 'values-timed-out',
        reason: `looking at its values took longer than ${check.budgetMs} ms`,
        remedy: 'An index that begins with the column makes it quick; or give the check a longer budget.',
      };
    case sqlState.lockNotAvailable:
      return {
        code: 'table-locked',
        reason: 'a lock on the table could not be had in time',
        remedy: 'Check again when whoever alters the table is through.',
      };
    case sqlState.insufficientPrivilege:
      return {
        code: 'insufficient-privilege',
        reason: 'our role lacks a right that looking at the values takes',
        remedy:
          'Grant it SELECT on the table and on whatever the condition or expression reads, and USAGE on their schemas.',
      };
  }
  const isOurs = check.where !== undefined || check.expression !== undefined;
  if (isOurs && (state.startsWith('42') || state === '25006')) {
    return {
      code: 'invalid-value-condition',
      reason: `PostgreSQL refuses the check's own SQL (${state}): ${messageOf(error)}`,
      remedy: 'Correct where: or expression: in the configuration; names outside pg_catalog must be qualified.',
    };
  }
  return { code: 'values-failed', reason: `PostgreSQL could not compare its values (SQLSTATE ${state})` };
}

/** Errors of class 42 speak of the query, which is the configuration's, and of no row. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
