import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, parseObjectId } from '../../catalog/object-id.ts';
import type { Drift } from '../drift.ts';
import { type Look, lastPart, type Note, oneOf, otherLetterCase } from './hint.ts';

/** The kinds whose names are those of types too, so that no two objects of a schema can share one. */
const kindsOfOneName = [
  'table',
  'foreign-table',
  'view',
  'materialized-view',
  'composite-type',
  'enum',
  'domain',
  'range-type',
];

/**
 * A missing table or type that is there in another letter case or schema: the usual cause of "relation does not exist".
 */
export function hintOnTable(drift: Drift, { expected, actual }: Look): Note {
  if (drift.kind !== 'missing') return {};
  const kind = kindOf(drift.id);
  const other = kindsOfOneName.map((word) => `${word}:${nameOf(drift.id)}`).find((id) => id in actual.objects);
  if (other !== undefined && kindsOfOneName.includes(kind)) {
    return { hint: `${nameOf(other)} is ${oneOf(kindOf(other))} here, where the migrations have ${oneOf(kind)}` };
  }
  const [schema, name] = parseObjectId(drift.id).path;
  if (schema === undefined || name === undefined) return {};
  const twins = Object.keys(actual.objects)
    .filter((id) => kindOf(id) === kind && lastPart(id).toLowerCase() === name.toLowerCase())
    .sort(compareNames);
  const otherCase = twins.find((id) => parseObjectId(id).path[0] === schema);
  if (otherCase !== undefined) {
    return {
      hint: otherLetterCase(otherCase),
      ...(otherCase in expected.objects ? {} : { resembles: otherCase }),
    };
  }
  const otherSchema = twins[0];
  return otherSchema === undefined
    ? {}
    : {
        hint: `${nameOf(otherSchema)} exists in another schema: is search_path or the connection's database the one you mean?`,
      };
}
