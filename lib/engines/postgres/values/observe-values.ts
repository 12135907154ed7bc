import type { ScanMemory } from '../../../values/scan-memory.ts';
import type { SeenValues, ValueCheck, ValueObservation } from '../../../values/value-check.ts';
import type { Introspection } from '../../engine.ts';
import { judgeByCatalog } from './constraint/judge-catalog.ts';
import { explainFailure, unseen } from './explain-unseen.ts';
import type { Survey } from './look-cheaply.ts';
import { lookAtRows } from './rows/look-at-rows.ts';
import type { ValueClient } from './value-client.ts';

export interface ObserveOptions {
  /** Longest wait for a lock. */
  readonly lockTimeoutMs: number;
  /** What the last observation of this column left for the next. */
  readonly memory?: ScanMemory;
}

/** How long the server may be silent beyond all its timeouts before the connection is given up. */
const answerGraceMs = 10_000;

/**
 * Looks at the values of one column by the cheapest method that proves the most: what the catalog's constraints allow
 * costs nothing, an index one probe for each distinct value, and only then are rows read.
 *
 * Everything runs in READ ONLY transactions of bounded time, on a connection without an open transaction. What cannot
 * be seen is an answer, not an error.
 *
 * @throws whatever the connection throws when it is lost
 */
export async function observeValues(
  connection: ValueClient,
  check: ValueCheck,
  introspection: Introspection,
  { lockTimeoutMs, memory }: ObserveOptions,
): Promise<ValueObservation> {
  const started = performance.now();
  const elapsedMs = () => performance.now() - started;
  const judgement = judgeByCatalog(check, introspection.snapshot);
  if (judgement === null) return { kind: 'absent' };
  const answerWithinMs = check.budgetMs + lockTimeoutMs + answerGraceMs;
  const client: ValueClient = { query: (sql, options) => connection.query(sql, { ...options, answerWithinMs }) };
  const { verdict } = judgement;
  const survey: Survey = { client, check, introspection, judgement, lockTimeoutMs, elapsedMs, verdict };
  const seen = (found: Partial<SeenValues>): ValueObservation => ({
    kind: 'seen',
    method: 'constraint',
    strays: [],
    straysAreAtLeast: false,
    strayRows: 0,
    strayRowsAreAtLeast: false,
    coverage: 1,
    spelling: judgement.spelling,
    ...(survey.verdict === undefined ? {} : { constraint: survey.verdict }),
    ...found,
    tookMs: elapsedMs(),
  });
  const { values, nulls, nullElements } = judgement.seeks;
  if (!values && !nulls && !nullElements && !judgement.isDoubtful) return seen({});
  try {
    const outcome = await lookAtRows(survey, memory);
    if (outcome === 'absent') return { kind: 'absent' };
    return 'code' in outcome ? unseen(outcome, survey.verdict, elapsedMs()) : seen(outcome);
  } catch (error) {
    return unseen(explainFailure(error, check), survey.verdict, elapsedMs());
  }
}
