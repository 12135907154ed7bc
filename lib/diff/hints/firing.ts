import { kindOf, nameOf } from '../../catalog/object-id.ts';
import { belongsTo } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import type { Look, Note } from './hint.ts';

/**
 * What a trigger, a rule or an event trigger did not do while it was disabled, or does though it should not.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
 */
export function hintOnFiring(drift: Drift, look: Look): Note {
  if (drift.kind === 'missing') return whatIsMissingToo(drift, look);
  if (drift.kind !== 'modified' || drift.attribute !== 'firing') return {};
  const word = kindOf(drift.id).replace('-', ' ');
  switch (drift.actual) {
    case 'disabled':
      return {
        hint: `the ${word} exists but is disabled, as one is for a bulk load or a migration: what was done since went past it, and enabling it does not make up for that`,
      };
    case 'replica':
      return {
        hint: `the ${word} only fires for rows that replication applies (session_replication_role = replica): ordinary writes go past it`,
      };
    case 'always':
      return { hint: `the ${word} also fires for rows that replication applies: what it does may be done twice` };
    default:
      return drift.expected === 'disabled' ? { hint: `the ${word} fires, though the migrations switched it off` } : {};
  }
}

/** Of what an object stands on, the first that is missing as well. */
export function whatIsMissingToo({ id }: Drift, { expected, missing }: Look): Note {
  const holders = belongsTo(expected.objects[id]);
  const need = (expected.dependencies[id] ?? []).find(
    (each) => missing.has(each) && !holders.includes(each) && kindOf(each) !== 'column',
  );
  if (need === undefined) return {};
  return {
    hint: `the ${kindOf(need).replace('-', ' ')} ${nameOf(need)}, which it needs, is missing too: bring that back first`,
  };
}
