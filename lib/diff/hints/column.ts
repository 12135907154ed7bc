import leven from 'leven';
import { compareNames } from '../../catalog/normalize.ts';
import { kindOf, nameOf, type ObjectId } from '../../catalog/object-id.ts';
import { belongsTo } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import { type Children, type Look, lastPart, type Note, otherLetterCase, ownName } from './hint.ts';

/** A missing column that may be there under another name; serial where identity is expected, and the other way. */
export function hintOnColumn(drift: Drift, look: Look): Note {
  if (drift.kind === 'missing') return similarColumn(drift, look);
  if (drift.kind === 'modified' && (drift.attribute === 'identity' || drift.attribute === 'default')) {
    return otherCounter(drift.id, look);
  }
  return {};
}

/** A sequence that is missing, or too many, because its column counts by the other means. */
export function hintOnCounter(drift: Drift, look: Look): Note {
  const side = drift.kind === 'missing' ? look.expected : look.actual;
  const [column] = belongsTo(side.objects[drift.id]);
  if (column === undefined || (drift.kind !== 'missing' && drift.kind !== 'unexpected')) return {};
  return otherCounter(column, look);
}

function similarColumn(drift: Drift, { expected, actualChildren }: Look): Note {
  const wanted = lastPart(drift.id);
  const [table] = belongsTo(expected.objects[drift.id]);
  const [similar] = (actualChildren.get(table ?? '') ?? [])
    .filter((id) => kindOf(id) === 'column' && !(id in expected.objects) && areSimilar(wanted, lastPart(id)))
    .sort((a, b) => leven(wanted, lastPart(a)) - leven(wanted, lastPart(b)) || compareNames(a, b));
  if (similar === undefined) return {};
  const isOtherCase = lastPart(similar).toLowerCase() === wanted.toLowerCase();
  return {
    hint: isOtherCase
      ? otherLetterCase(similar)
      : `${ownName(similar)} exists: was the column renamed, or is it called so?`,
    resembles: similar,
  };
}

function areSimilar(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  if (short.length >= 3 && (long.startsWith(short) || long.endsWith(short))) return true;
  return leven(x, y) <= Math.max(1, Math.floor(short.length / 4));
}

/**
 * A serial column counts by a default and a sequence that it owns, an identity column by a sequence that is part of it.
 * See https://www.postgresql.org/docs/18/ddl-identity-columns.html
 */
function otherCounter(column: ObjectId, { expected, actual, expectedChildren, actualChildren }: Look): Note {
  const promised = expected.objects[column];
  const found = actual.objects[column];
  const serialThere = sequenceOf(column, actualChildren);
  if (promised?.identity != null && found?.identity == null && serialThere !== undefined) {
    return {
      hint: `the column is serial: its numbers come from ${nameOf(serialThere)} by a default, so inserts go on as before. To make it an identity column, drop the default and the sequence, ADD GENERATED ${String(promised.identity).toUpperCase()} AS IDENTITY, and RESTART it above the highest number, all in one transaction`,
    };
  }
  const serialExpected = sequenceOf(column, expectedChildren);
  if (found?.identity != null && promised?.identity == null && serialExpected !== undefined) {
    return {
      hint: `the column is an identity column: its numbers come from a sequence of its own, so inserts go on as before${found.identity === 'always' ? ', but for those that give a number themselves' : ''}. Somebody modernised the database by hand: write the migration that does the same`,
    };
  }
  return {};
}

function sequenceOf(column: ObjectId, children: Children): ObjectId | undefined {
  return children.get(column)?.find((id) => kindOf(id) === 'sequence');
}
