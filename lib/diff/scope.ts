import { makeSnapshot } from '../catalog/normalize.ts';
import { type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';
import { matcherOf } from './pattern.ts';

/** Kinds of objects that are part of something outside every schema. */
const outsideSchemas = ['user-mapping', 'default-privilege'];

/** The schema that an object lives in; undefined for what lives in none, such as an extension. */
export function schemaOf(id: ObjectId): string | undefined {
  const { kind, path } = parseObjectId(id);
  if (outsideSchemas.includes(kind)) return undefined;
  return kind === 'schema' || path.length > 1 ? path[0] : undefined;
}

/**
 * The schemas in which an expectation has something to say: those with objects, and those that it makes itself.
 * `public` is in every new database, so it counts only when something is in it.
 */
export function schemasOf(expected: CatalogSnapshot): readonly string[] {
  const schemas = Object.keys(expected.objects)
    .filter((id) => id !== 'schema:public')
    .map(schemaOf)
    .filter((schema) => schema !== undefined);
  return [...new Set(schemas)].sort();
}

/** Keeps the objects of these schemas, and those that live in none. */
export function narrowToSchemas(snapshot: CatalogSnapshot, schemas: readonly string[]): CatalogSnapshot {
  const wanted = new Set(schemas);
  return keepObjects(snapshot, (id) => {
    const schema = schemaOf(id);
    return schema === undefined || wanted.has(schema);
  });
}

/**
 * Leaves out the objects that match a pattern, all that belongs to them, and the partitions of an ignored table.
 *
 * @param patterns as {@link matcherOf} reads them
 */
export function leaveOut(snapshot: CatalogSnapshot, patterns: readonly string[]): CatalogSnapshot {
  if (patterns.length === 0) return snapshot;
  const matchers = patterns.map(matcherOf);
  const verdicts = new Map<ObjectId, boolean>();
  const isIgnored = (id: ObjectId): boolean => {
    const known = verdicts.get(id);
    if (known !== undefined) return known;
    const verdict = matchers.some((matches) => matches(id)) || wholesOf(id, snapshot).some(isIgnored);
    verdicts.set(id, verdict);
    return verdict;
  };
  return keepObjects(snapshot, (id) => !isIgnored(id));
}

/** What an object goes with: a partition stands in its own right, and yet is a part. */
function wholesOf(id: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  const partitionOf = objects[id]?.partitionOf;
  return [...belongsTo(objects[id]), ...(typeof partitionOf === 'string' ? [partitionOf] : [])];
}

function keepObjects(snapshot: CatalogSnapshot, isKept: (id: ObjectId) => boolean): CatalogSnapshot {
  return makeSnapshot({
    ...snapshot,
    objects: Object.entries(snapshot.objects).filter(([id]) => isKept(id)),
    dependencies: Object.entries(snapshot.dependencies),
  });
}
