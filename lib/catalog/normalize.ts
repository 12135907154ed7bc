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
  for (const name of Object.keys(attributes)) {
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

function sortByKey<T>(values: ReadonlyMap<string, T>): { readonly [key: string]: T } {
  return Object.fromEntries([...values.keys()].sort().map((key) => [key, values.get(key) as T]));
}

/**
 * Makes the one snapshot that stands for these objects: ids sorted, attributes sorted, nulls left out,
 * dependencies on objects outside the snapshot and notes on them left out.
 */
export function makeSnapshot(catalog: {
  readonly engine: string;
  readonly serverVersion: string;
  readonly objects: Iterable<readonly [ObjectId, Attributes]>;
  readonly dependencies?: Iterable<readonly [ObjectId, readonly ObjectId[]]>;
  readonly notes?: { readonly [id: ObjectId]: Attributes };
}): CatalogSnapshot {
  const tidied = new Map<ObjectId, Attributes>();
  for (const [id, attributes] of catalog.objects) tidied.set(id, dropNulls(attributes));
  const objects = sortByKey(tidied);
  const dependencies = [...(catalog.dependencies ?? [])]
    .map(
      ([id, needs]) =>
        [id, [...new Set(needs)].filter((need) => need in objects && need !== id).sort(compareNames)] as const,
    )
    .filter(([id, needs]) => id in objects && needs.length > 0);
  const notes = Object.entries(catalog.notes ?? {})
    .filter(([id]) => id in objects)
    .map(([id, attributes]) => [id, dropNulls(attributes)] as const)
    .filter(([, attributes]) => Object.keys(attributes).length > 0);
  return {
    formatVersion: snapshotFormatVersion,
    engine: catalog.engine,
    serverVersion: catalog.serverVersion,
    objects,
    dependencies: sortByKey(new Map(dependencies)),
    ...(notes.length === 0 ? {} : { notes: sortByKey(new Map(notes)) }),
  };
}

/** Whether two values are the same data: objects by keys in any order, arrays by position, absent as null. */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.length === b.length && a.every((item, i) => equalJson(item, b[i]));
  }
  const left = a as { readonly [key: string]: Json };
  const right = b as { readonly [key: string]: Json };
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => equalJson(left[key], right[key]));
}
