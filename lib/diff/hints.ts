import leven from 'leven';
import { compareNames } from '../catalog/normalize.ts';
import { formatObjectId, kindOf, nameOf, type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import type { Drift } from './drift.ts';

/**
 * Adds to each drift what an experienced engineer would say on seeing it: the column that is there under a similar
 * name, the table that is there in another schema or letter case, why an index is not used.
 *
 * @param actual the whole catalog, also outside the schemas that were compared
 */
export function addHints(
  drifts: readonly Drift[],
  expected: CatalogSnapshot,
  actual: CatalogSnapshot,
): readonly Drift[] {
  const look = { expected, actual, columns: columnsByTable(actual) };
  return drifts.map((drift) => {
    const { hint, resembles } = noteFor(drift, look);
    return {
      ...drift,
      ...(hint === undefined || drift.hint !== undefined ? {} : { hint }),
      ...(resembles === undefined ? {} : { resembles }),
    };
  });
}

interface Look {
  readonly expected: CatalogSnapshot;
  readonly actual: CatalogSnapshot;
  readonly columns: ReadonlyMap<ObjectId, readonly ObjectId[]>;
}

/** A hint, and the object that may be the missing one under another name. */
type Note = Pick<Drift, 'hint' | 'resembles'>;

function noteFor(drift: Drift, look: Look): Note {
  if (drift.kind === 'invalid') {
    return {
      hint: 'PostgreSQL maintains this index on every write but no query uses it: a concurrent build failed or still runs',
    };
  }
  if (drift.kind !== 'missing') return {};
  switch (kindOf(drift.id)) {
    case 'column':
      return similarColumn(drift, look);
    case 'table':
      return sameTableElsewhere(drift, look);
    default:
      return {};
  }
}

function columnsByTable(snapshot: CatalogSnapshot): ReadonlyMap<ObjectId, readonly ObjectId[]> {
  const columns = new Map<ObjectId, ObjectId[]>();
  for (const [id, attributes] of Object.entries(snapshot.objects)) {
    const [table] = belongsTo(attributes);
    if (kindOf(id) !== 'column' || table === undefined) continue;
    const known = columns.get(table);
    if (known) known.push(id);
    else columns.set(table, [id]);
  }
  return columns;
}

function similarColumn(drift: Drift, { expected, columns }: Look): Note {
  const wanted = lastPart(drift.id);
  const [table] = belongsTo(expected.objects[drift.id]);
  const [similar] = (columns.get(table ?? '') ?? [])
    .filter((id) => !(id in expected.objects) && areSimilar(wanted, lastPart(id)))
    .sort((a, b) => leven(wanted, lastPart(a)) - leven(wanted, lastPart(b)) || compareNames(a, b));
  if (similar === undefined) return {};
  return {
    hint: `${quoted(lastPart(similar))} exists: was the column renamed, or is it called so?`,
    resembles: similar,
  };
}

function sameTableElsewhere(drift: Drift, { expected, actual }: Look): Note {
  const { path } = parseObjectId(drift.id);
  const [schema, name] = path;
  if (schema === undefined || name === undefined) return {};
  const twins = Object.keys(actual.objects)
    .filter((id) => kindOf(id) === 'table' && lastPart(id).toLowerCase() === name.toLowerCase())
    .sort(compareNames);
  const otherCase = twins.find((id) => parseObjectId(id).path[0] === schema);
  if (otherCase !== undefined) {
    return {
      hint: `${quoted(lastPart(otherCase))} exists: the name differs only in letter case, and unquoted names are folded to lower case`,
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

function areSimilar(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  const [short, long] = x.length < y.length ? [x, y] : [y, x];
  if (short.length >= 3 && (long.startsWith(short) || long.endsWith(short))) return true;
  return leven(x, y) <= Math.max(1, Math.floor(short.length / 4));
}

function lastPart(id: ObjectId): string {
  return parseObjectId(id).path.at(-1) ?? '';
}

function quoted(name: string): string {
  return nameOf(formatObjectId('name', [name]));
}
