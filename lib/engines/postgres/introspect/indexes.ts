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
  /** Only with notes, of a partition's: what PostgreSQL looks at to tell whether it fits an index of the parent. */
  readonly shape?: string | null;
}

/**
 * What follows the table's name in an index's definition. The part before it is known to the letter: the server writes
 * it from the same names, quoted by the same rules.
 *
 * Needs `i` of user_index.
 */
export const indexDefinition = `substr(
      pg_get_indexdef(i.indexrelid),
      length(format(
        'CREATE %sINDEX %I ON %s%s ',
        case when i.indisunique then 'UNIQUE ' end,
        i.relname,
        case when i.relkind = 'I' then 'ONLY ' end,
        i.indrelid::regclass
      )) + 1
    )`;

/**
 * Indexes of tables that no constraint stands on.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-index.html
 */
export function indexesPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<IndexRow> {
  return {
    fields: {
      oid: 'i.indexrelid',
      schema: 'i.relnamespace',
      name: 'i.relname',
      table: 'i.indrelid',
      isUnique: 'i.indisunique',
      definition: `case when plain.indexrelid is null then ${indexDefinition} end`,
      columns: 'i.indkey::text',
      keys: 'i.indnkeyatts',
      order: 'i.indoption::text',
      expression: 'case when plain.indexrelid is not null then pg_get_expr(i.indexprs, i.indrelid) end',
      condition: 'case when plain.indexrelid is not null then pg_get_expr(i.indpred, i.indrelid) end',
      isNullsNotDistinct: 'plain.is_nulls_not_distinct',
      isValid: 'i.is_valid',
      partOf: 'h.inhparent',
      ...(withNotes ? { shape } : {}),
    },
    from: `
  from user_index i
  left join plain_index plain on plain.indexrelid = i.indexrelid
  left join pg_inherits h on h.inhrelid = i.indexrelid
  where not i.is_behind_constraint`,
  };
}

const shape = `case when h.inhparent is not null then concat_ws(
      ' ',
      i.indisunique,
      i.is_nulls_not_distinct,
      i.indnkeyatts,
      i.indkey,
      i.indcollation,
      (
        select string_agg(o.opcfamily::text, ' ' order by k.n)
        from unnest(i.indclass::oid[]) with ordinality k (opclass, n)
        join pg_opclass o on o.oid = k.opclass
      ),
      pg_get_expr(i.indexprs, i.indrelid),
      pg_get_expr(i.indpred, i.indrelid)
    ) end`;

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
    const shapes = [...Map.groupBy(byAge, ({ shape }) => shape ?? undefined)]
      .filter(([shape, alike]) => shape !== undefined && alike.length > 1)
      .map(([shape]) => shape);
    for (const [age, { oid, shape }] of byAge.entries()) {
      const id = names.index(oid);
      const alike = shapes.indexOf(shape ?? undefined);
      if (id !== undefined) yield [id, { age, ...(alike < 0 ? {} : { alike }) }];
    }
  }
}
