import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId, parseObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../drift.ts';
import { type Look, type Note, oneOf, otherLetterCase } from './hint.ts';

/** What can be called. */
const routines = ['function', 'procedure', 'aggregate'];

/** A routine that is there with other arguments, in another schema or letter case; whose rights it runs with. */
export function hintOnRoutine(drift: Drift, look: Look): Note {
  if (drift.kind === 'missing') return elsewhere(drift.id, look);
  return drift.kind === 'modified' ? behaviour(drift) : {};
}

function elsewhere(id: ObjectId, { expected, actual }: Look): Note {
  const { kind, path, signature } = parseObjectId(id);
  const [schema = '', name = ''] = path;
  const named = Object.keys(actual.objects)
    .filter((other) => routines.includes(kindOf(other)))
    .map((other) => ({ id: other, ...parseObjectId(other) }))
    .filter((other) => other.path[1]?.toLowerCase() === name.toLowerCase())
    .sort((a, b) => compareNames(a.id, b.id));
  const here = named.filter((other) => other.path[0] === schema);
  const asOther = here.find((other) => nameOf(other.id) === nameOf(id));
  if (asOther !== undefined) {
    return { hint: `${nameOf(asOther.id)} is ${oneOf(asOther.kind)} here, where the migrations have ${oneOf(kind)}` };
  }
  const twins = here.filter((other) => other.kind === kind && other.path[1] === name);
  const twin = twins.find((other) => !(other.id in expected.objects));
  if (twin !== undefined) {
    return {
      hint: `${nameOf(twin.id)} exists: is it the same ${kind} with other arguments? CREATE OR REPLACE with other arguments makes a second one beside it`,
    };
  }
  const [overload] = twins;
  if (overload !== undefined) {
    return {
      hint: `${nameOf(overload.id)} exists as well, and is expected: a call that means the one with (${signature ?? ''}) fails, or ends up there by a cast`,
    };
  }
  const [otherCase] = here;
  if (otherCase !== undefined) return { hint: otherLetterCase(otherCase.id) };
  const otherSchema = named.find((other) => other.signature === signature) ?? named[0];
  if (otherSchema === undefined) return {};
  return {
    hint: `${nameOf(otherSchema.id)} exists in another schema: was search_path another one when it was made, or is it when it is called?`,
  };
}

function behaviour({ attribute, expected, actual }: Drift): Note {
  switch (attribute) {
    case 'isSecurityDefiner':
      return actual === true
        ? {
            hint: 'it runs with the rights of its owner, whoever calls it: look who may EXECUTE it, and that it sets search_path',
          }
        : {
            hint: 'it runs with the rights of its caller: callers who relied on those of its owner fail with "permission denied"',
          };
    case 'volatility':
      if (actual === 'immutable') {
        return {
          hint: 'the planner may call it once and keep the answer, in indexes too: where it reads tables or the clock, answers are stale',
        };
      }
      return expected === 'immutable'
        ? { hint: 'what is built on it goes on, but nobody can build an index or a generated column on it any more' }
        : {};
    case 'settings':
      return actual === null
        ? { hint: 'it runs with the settings of its caller: with another search_path it finds other tables' }
        : {};
    case 'isStrict':
      return actual === true
        ? { hint: 'with any argument NULL it is not called, and answers NULL' }
        : { hint: 'it is called with arguments that are NULL as well, which its body may not foresee' };
    default:
      return {};
  }
}
