import type { Json } from '../../../catalog/snapshot.ts';

/**
 * One part of the catalog query: an SQL expression for each field of a row, and where the rows come from. The clauses may
 * use the common table expressions of the catalog query.
 */
export interface CatalogPart<Row> {
  readonly fields: { readonly [Field in keyof Row]: string };
  /** From FROM to WHERE. */
  readonly from: string;
}

/** Rows as they travel, field by field: half the size of an array of objects, and quicker to write for the server. */
export type FieldArrays<Row> = { readonly [Field in keyof Row]: readonly Row[Field][] | null };

/** Gives a part's rows as one JSON object with an array for each field. */
export function selectFieldArrays({ fields, from }: CatalogPart<{ readonly [field: string]: unknown }>): string {
  const arrays = Object.entries(fields).map(([field, sql]) => `'${field}', json_agg(${sql})`);
  return `select json_build_object(\n    ${arrays.join(',\n    ')}\n  )${from}`;
}

/** Makes rows of their field arrays again. */
export function readRows<Row extends object>(arrays: FieldArrays<Row>): readonly Row[] {
  const fields = Object.entries<readonly Json[] | null>(arrays as { [field: string]: readonly Json[] | null });
  const [first] = fields;
  return Array.from({ length: first?.[1]?.length ?? 0 }, (_, i) => {
    const row: { [field: string]: Json } = {};
    for (const [field, values] of fields) row[field] = values?.[i] ?? null;
    return row as Row;
  });
}
