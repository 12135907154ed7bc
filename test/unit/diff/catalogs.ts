import { makeSnapshot } from '../../../lib/catalog/normalize.ts';
import type { Attributes, CatalogSnapshot } from '../../../lib/catalog/snapshot.ts';

/** A small catalog from a plain list of objects. */
export function catalog(objects: { readonly [id: string]: Attributes }): CatalogSnapshot {
  return makeSnapshot({ engine: 'postgresql', serverVersion: '18.4', objects: Object.entries(objects) });
}

/** A table with text columns, as introspection would give it. */
export function table(name: string, ...columns: readonly string[]): { readonly [id: string]: Attributes } {
  const id = `table:public.${name}`;
  return {
    [id]: { persistence: 'permanent' },
    ...Object.fromEntries(
      columns.map((column) => [`column:public.${name}.${column}`, { belongsTo: [id], type: 'text', isNullable: true }]),
    ),
  };
}

/** A btree index on one column of a table. */
export function index(name: string, on: string, column: string, isValid = true): { readonly [id: string]: Attributes } {
  return {
    [`index:public.${name}`]: {
      belongsTo: [`table:public.${on}`],
      isUnique: false,
      definition: `USING btree (${column})`,
      isValid,
    },
  };
}
