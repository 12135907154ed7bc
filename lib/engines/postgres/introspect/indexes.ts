import type { ObjectId } from '../../../catalog/object-id.ts';
import type { IndexAttributes, IndexNotes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { type IndexFacts, spellIndex } from './spell-definitions.ts';

export interface IndexRow extends IndexFacts {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly isUnique: boolean;
  /** As the server spells it; null when the facts say it all. */
  readonly definition: string | null;
  readonly isValid: boolean;
  /** The partitioned index that it is part of. */
  readonly partOf: Oid | null;
}

/**
 * What follows the table's name in an index's definition. The part before it is known to the letter: the server writes
 * it from the same names, quoted by the same rules.
 *
 * Needs `i` of pg_index, `ic` and `tc` of pg_class for the index and its table, `tn` of pg_namespace for the table.
 */
export const indexDefinition = `substr(
      pg_get_indexdef(i.indexrelid),
      length(format(
        'CREATE %sINDEX %I ON %s%I.%I ',
        case when i.indisunique then 'UNIQUE ' end,
        ic.relname,
        case when ic.relkind = 'I' then 'ONLY ' end,
        tn.nspname,
        tc.relname
      )) + 1
    )`;

/**
 * Indexes of tables that no constraint stands on.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-index.html
 */
export const indexesPart: CatalogPart<IndexRow> = {
  fields: {
    oid: 'i.indexrelid',
    schema: 'ic.relnamespace',
    name: 'ic.relname',
    table: 'i.indrelid',
    isUnique: 'i.indisunique',
    definition: `case when plain.indexrelid is null then ${indexDefinition} end`,
    columns: 'i.indkey::text',
    keys: 'i.indnkeyatts',
    order: 'i.indoption::text',
    expression: 'case when plain.indexrelid is not null then pg_get_expr(i.indexprs, i.indrelid) end',
    condition: 'case when plain.indexrelid is not null then pg_get_expr(i.indpred, i.indrelid) end',
    isNullsNotDistinct: 'plain.is_nulls_not_distinct',
    // Building, left behind by a failed build, or being dropped: queries do not use it.
    isValid: 'i.indisvalid and i.indisready and i.indislive',
    partOf: 'h.inhparent',
  },
  from: `
  from user_relation tc
  join pg_namespace tn on tn.oid = tc.relnamespace
  join pg_index i on i.indrelid = tc.oid
  join pg_class ic on ic.oid = i.indexrelid
  left join plain_index plain on plain.indexrelid = i.indexrelid
  left join pg_inherits h on h.inhrelid = i.indexrelid
  where tc.relkind in ('r', 'p', 'm')
    and not exists (
    select from pg_constraint c
    where c.conindid = i.indexrelid
      and c.contype in ('p', 'u', 'x')
  )`,
};

export function* readIndexes(rows: readonly IndexRow[], names: Names): Iterable<readonly [ObjectId, IndexAttributes]> {
  for (const row of rows) {
    const id = names.index(row.oid);
    const table = names.table(row.table) ?? names.object('pg_class', row.table);
    if (id === undefined || table === undefined) continue;
    const whole = row.partOf === null ? undefined : (names.index(row.partOf) ?? names.constraintOfIndex(row.partOf));
    yield [
      id,
      {
        belongsTo: whole === undefined ? [table] : [table, whole],
        definition: row.definition ?? spellIndex(row, names),
        isUnique: row.isUnique,
        isValid: row.isValid,
      },
    ];
  }
}

/** PostgreSQL goes through the indexes of a table by their numbers, which rise from one to the next that is made. */
export function* noteIndexes(rows: readonly IndexRow[], names: Names): Iterable<readonly [ObjectId, IndexNotes]> {
  for (const ofTable of Map.groupBy(rows, ({ table }) => table).values()) {
    if (ofTable.length < 2) continue;
    const byAge = ofTable.toSorted((a, b) => Number(a.oid) - Number(b.oid));
    for (const [age, { oid }] of byAge.entries()) {
      const id = names.index(oid);
      if (id !== undefined) yield [id, { age }];
    }
  }
}
