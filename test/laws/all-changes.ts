import type { Change } from './change-drafts.ts';
import { objectChanges } from './object-changes.ts';
import { ordinaryWork } from './ordinary-work.ts';
import { tableChanges } from './table-changes.ts';

/**
 * Every kind of change that a server of this major knows.
 *
 * @param role is granted rights and owns things
 */
export function allChanges(role: string, major: number): readonly Change[] {
  return [...tableChanges, ...objectChanges(role), ...ordinaryWork]
    .map((made, i) => made((sql) => sql.replaceAll('@', `x${i}`)))
    .filter(({ since }) => since <= major);
}
