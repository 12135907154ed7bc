import { nameOf } from '../catalog/object-id.ts';
import type { Drift } from '../diff/drift.ts';
import type { Statement } from '../plan/statement.ts';

/**
 * Whether what a statement was to mend is mended already: all that it was made for and all that it makes is there, in
 * just the definition that the expectation wants. A name alone proves nothing.
 *
 * @param drifts how the catalog differs from the expectation now
 */
export function isThere({ causedBy, provides }: Statement, drifts: readonly Drift[]): boolean {
  const ids = [...causedBy, ...provides];
  const open = new Set(drifts.flatMap(({ id, includes }) => [id, ...(includes ?? [])]));
  return ids.length > 0 && !ids.some((id) => open.has(id));
}

/**
 * Says in one sentence why what stood in the way of some statements is not what they would have made; nothing when it
 * is.
 */
export function findUnlike(skipped: readonly Statement[], drifts: readonly Drift[]): string | undefined {
  const unlike = skipped.find((statement) => !isThere(statement, drifts));
  if (unlike === undefined) return undefined;
  const [id] = [...unlike.provides, ...unlike.causedBy];
  return `${id === undefined ? 'something' : nameOf(id)} was made meanwhile, and not as planned`;
}

/** Why a statement was not run that had nothing left to do. */
export const thereReason = 'it came after the plan was made, just as planned';
