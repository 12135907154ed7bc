import type { ObjectId } from '../../../catalog/object-id.ts';
import type { SequenceAttributes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { readSequenceOptions, type SequenceSettings, sequenceFields } from './sequence-options.ts';

export interface SequenceRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly persistence: 'p' | 'u';
  readonly settings: SequenceSettings;
  /** The column that it is dropped with: OWNED BY, as for serial columns. */
  readonly ownerTable: Oid | null;
  readonly ownerColumn: number | null;
}

/**
 * Sequences that are objects of their own; those of identity columns are part of the column.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-sequence.html
 */
export const sequencesPart: CatalogPart<SequenceRow> = {
  fields: {
    oid: 'c.oid',
    schema: 'c.relnamespace',
    name: 'c.relname',
    persistence: 'c.relpersistence',
    settings: `json_build_object(${sequenceFields})`,
    ownerTable: 'o.refobjid',
    ownerColumn: 'o.refobjsubid',
  },
  from: `
  from user_relation c
  join pg_sequence s on s.seqrelid = c.oid
  left join pg_depend o on o.classid = 'pg_class'::regclass
    and o.objid = c.oid
    and o.objsubid = 0
    and o.refclassid = 'pg_class'::regclass
    and o.refobjsubid > 0
    and o.deptype in ('a', 'i')
  where c.relkind = 'S'
    and o.deptype is distinct from 'i'`,
};

export function* readSequences(
  rows: readonly SequenceRow[],
  names: Names,
): Iterable<readonly [ObjectId, SequenceAttributes]> {
  for (const { oid, persistence, settings, ownerTable, ownerColumn } of rows) {
    const id = names.sequence(oid);
    if (id === undefined) continue;
    const owner = ownerTable === null || ownerColumn === null ? undefined : names.column(ownerTable, ownerColumn);
    yield [
      id,
      {
        ...(owner === undefined ? {} : { belongsTo: [owner] }),
        type: settings.type,
        options: readSequenceOptions(settings),
        // From 15 on, a column's sequence is as its table is.
        ...(owner === undefined && persistence === 'u' ? { persistence: 'unlogged' as const } : {}),
      },
    ];
  }
}
