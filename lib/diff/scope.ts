import { makeSnapshot } from '../catalog/normalize.ts';
import { type ObjectId, parseObjectId } from '../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../catalog/snapshot.ts';

/** The schema that an object lives in; undefined for what lives in none, such as an extension. */
export function schemaOf(id: ObjectId): string | undefined {
  const { kind, path } = parseObjectId(id);
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
 * Leaves out the objects that match a pattern, and all that belongs to them. In a pattern `*` stands for any run of
 * characters; all else is the ObjectId to the letter: `table:public.tmp_*`.
 */
export function leaveOut(snapshot: CatalogSnapshot, patterns: readonly string[]): CatalogSnapshot {
  if (patterns.length === 0) return snapshot;
  const matchers = patterns.map(patternToRegExp);
  const isIgnored = (id: ObjectId): boolean =>
    matchers.some((matcher) => matcher.test(id)) || belongsTo(snapshot.objects[id]).some(isIgnored);
  return keepObjects(snapshot, (id) => !isIgnored(id));
}

function patternToRegExp(pattern: string): RegExp {
  const literal = pattern.split('*').map((run) => run.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'su');
}

function keepObjects(snapshot: CatalogSnapshot, isKept: (id: ObjectId) => boolean): CatalogSnapshot {
  return makeSnapshot({
    ...snapshot,
    objects: Object.entries(snapshot.objects).filter(([id]) => isKept(id)),
    dependencies: Object.entries(snapshot.dependencies),
  });
}
