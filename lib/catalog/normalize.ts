import type { ObjectId } from './object-id.ts';
import { type Attributes, type CatalogSnapshot, type Json, snapshotFormatVersion } from './snapshot.ts';

/**
 * Orders two names by their UTF-16 code units: the same on every machine, unlike `localeCompare`.
 */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether the attributes are as a snapshot has them, which spares most of them a copy. */
function isTidy(attributes: Attributes): boolean {
  let last = '';
  for (const name in attributes) {
    if (name < last || attributes[name] === null || attributes[name] === undefined) return false;
    last = name;
  }
  return true;
}

function dropNulls(attributes: Attributes): Attributes {
  if (isTidy(attributes)) return attributes;
  const kept: { [name: string]: Json } = {};
  // The default order of strings is that of their UTF-16 code units, as `compareNames` has it.
  for (const name of Object.keys(attributes).sort()) {
    const value = attributes[name];
    if (value !== null && value !== undefined) kept[name] = value;
  }
  return kept;
}

/** The same values in the order that a snapshot keeps. */
export function sortByKey<T>(values: ReadonlyMap<string, T>): { readonly [key: string]: T } {
  return Object.fromEntries([...values.keys()].sort().map((key) => [key, values.get(key) as T]));
}

/** What a snapshot says besides its objects. */
export interface SnapshotFacts {
  readonly engine: string;
  readonly serverVersion: string;
  readonly dependencies?: Iterable<readonly [ObjectId, readonly ObjectId[]]>;
  readonly notes?: { readonly [id: ObjectId]: Attributes };
}

/** Takes a catalog's objects as they come, and does at once what can be done at once. */
export interface SnapshotBuilder {
  /** Adds objects, of one kind at a time if it is to be quick. */
  readonly add: (objects: Iterable<readonly [ObjectId, Attributes]>) => void;
  readonly get: (id: ObjectId) => Attributes | undefined;
  readonly finish: (facts: SnapshotFacts) => CatalogSnapshot;
}

export function beginSnapshot(): SnapshotBuilder {
  const known: { [id: ObjectId]: Attributes } = Object.create(null);
  return {
    add: (added) => {
      // Sorted by and by, the whole is nearly in order at the end, which is when somebody waits for it.
      const sorted = [...added].sort(([a], [b]) => compareNames(a, b));
      for (const [id, attributes] of sorted) known[id] = dropNulls(attributes);
    },
    get: (id) => known[id],
    finish: ({ engine, serverVersion, dependencies = [], notes: said = {} }) => {
      const objects: { [id: ObjectId]: Attributes } = {};
      for (const id of Object.keys(known).sort()) objects[id] = known[id] as Attributes;
      const needs = [...dependencies]
        .map(
          ([id, list]) =>
            [id, [...new Set(list)].filter((need) => need in objects && need !== id).sort(compareNames)] as const,
        )
        .filter(([id, list]) => id in objects && list.length > 0);
      const notes = Object.entries(said)
        .filter(([id]) => id in objects)
        .map(([id, attributes]) => [id, dropNulls(attributes)] as const)
        .filter(([, attributes]) => Object.keys(attributes).length > 0);
      return {
        formatVersion: snapshotFormatVersion,
        engine,
        serverVersion,
        objects,
        dependencies: sortByKey(new Map(needs)),
        ...(notes.length === 0 ? {} : { notes: sortByKey(new Map(notes)) }),
      };
    },
  };
}

/**
 * Makes the one snapshot that stands for these objects: ids sorted, attributes sorted, nulls left out,
 * dependencies on objects outside the snapshot and notes on them left out.
 */
export function makeSnapshot(
  catalog: SnapshotFacts & { readonly objects: Iterable<readonly [ObjectId, Attributes]> },
): CatalogSnapshot {
  const snapshot = beginSnapshot();
  snapshot.add(catalog.objects);
  return snapshot.finish(catalog);
}

/** Whether two objects are the same, as {@link equalJson} says, without taking copies of their names. */
export function equalAttributes(a: Attributes, b: Attributes): boolean {
  let ahead = 0;
  for (const name in a) {
    if (!equalJson(a[name], b[name])) return false;
    ahead++;
  }
  for (const _ in b) ahead--;
  return ahead === 0 || equalJson(a, b);
}

/** Whether two values are the same data: objects by keys in any order, arrays by position, absent as null. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!equalJson(a[i], b[i])) return false;
    return true;
  }
  const left = a as { readonly [key: string]: Json };
  const right = b as { readonly [key: string]: Json };
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => equalJson(left[key], right[key]));
}
