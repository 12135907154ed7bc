import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, parseObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../drift.ts';
import { type Look, type Note, oneOf } from './hint.ts';

const routines = ['function', 'procedure', 'aggregate'];

/** A missing routine that is there as one of another kind or with other arguments: the caller is told it does not exist. */
export function hintOnRoutine(drift: Drift, { expected, actual }: Look): Note {
  if (drift.kind !== 'missing') return {};
  const kind = kindOf(drift.id);
  const other = routines.map((word) => `${word}:${nameOf(drift.id)}`).find((id) => id in actual.objects);
  if (other !== undefined) {
    return { hint: `${nameOf(other)} is ${oneOf(kindOf(other))} here, where the migrations have ${oneOf(kind)}` };
  }
  const path = JSON.stringify(parseObjectId(drift.id).path);
  const [twin] = Object.keys(actual.objects)
    .filter((id) => kindOf(id) === kind && !(id in expected.objects) && JSON.stringify(parseObjectId(id).path) === path)
    .sort(compareNames);
  return twin === undefined ? {} : { hint: `${nameOf(twin)} exists: is it the same ${kind} with other arguments?` };
}
