import type { ObjectId } from '../../../catalog/object-id.ts';
import type { PartitionNotes, TableAttributes } from '../object-kinds.ts';
import { sortListBound } from '../text/sort-list-bound.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface TableRow {
  readonly oid: Oid;
  readonly schema: Oid;
  readonly name: string;
  readonly rowType: Oid;
  /** Ordinary, partitioned or foreign. */
  readonly kind: 'r' | 'p' | 'f';
  readonly persistence: 'p' | 'u';
  readonly partitionKey: string | null;
  readonly isPartition: boolean;
  readonly partitionBound: string | null;
  /** In the order of the INHERITS clause; one for a partition. */
  readonly parents: readonly Oid[] | null;
  readonly isDetaching: boolean | null;
  /** Only with notes. */
  readonly boundCheck?: string | null;
}

/**
 * Ordinary, partitioned and foreign tables, partitions among them.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-class.html
 */
export function tablesPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<TableRow> {
  return {
    fields: {
      oid: 't.oid',
      schema: 't.relnamespace',
      name: 't.relname',
      rowType: 't.reltype',
      kind: 't.relkind',
      persistence: 't.relpersistence',
      partitionKey: `case when t.relkind = 'p' then pg_get_partkeydef(t.oid) end`,
      isPartition: 't.relispartition',
      partitionBound: 'pg_get_expr(t.relpartbound, t.oid)',
      parents: 'inheritance.parents',
      isDetaching: 'inheritance.is_detaching',
      ...(withNotes ? { boundCheck } : {}),
    },
    from: `
  from user_table t
  left join (
    select inhrelid, json_agg(inhparent order by inhseqno) as parents, bool_or(is_detaching) as is_detaching
    -- That a partition is on its way out is told since 14: before that, its name inside the subquery means the empty one outside it.
    from (values (false)) as absent (inhdetachpending)
    cross join lateral (
      select inhrelid, inhparent, inhseqno, inhdetachpending as is_detaching
      from pg_inherits
    ) parent
    group by inhrelid
  ) inheritance on inheritance.inhrelid = t.oid`,
  };
}

const boundCheck = 'case when t.relispartition then pg_get_partition_constraintdef(t.oid) end';

const persistences = { p: 'permanent', u: 'unlogged' } as const;

export function* readTables(rows: readonly TableRow[], names: Names): Iterable<readonly [ObjectId, TableAttributes]> {
  for (const row of rows) {
    const id = names.table(row.oid);
    if (id === undefined) continue;
    const parents = (row.parents ?? []).map(names.table).filter((parent) => parent !== undefined);
    const [parent] = parents;
    yield [
      id,
      {
        persistence: persistences[row.persistence],
        ...(row.partitionKey === null ? {} : { partitionKey: row.partitionKey }),
        ...(row.isPartition && parent !== undefined ? { partitionOf: parent } : {}),
        ...(row.partitionBound === null ? {} : { partitionBound: sortListBound(row.partitionBound) }),
        ...(row.isDetaching === true ? { isDetaching: true } : {}),
        ...(row.isPartition || parents.length === 0 ? {} : { inherits: parents }),
      },
    ];
  }
}

export function* notePartitions(
  rows: readonly TableRow[],
  names: Names,
): Iterable<readonly [ObjectId, PartitionNotes]> {
  for (const { oid, boundCheck: condition } of rows) {
    const id = names.table(oid);
    // By hash it calls a function with the number of its parent, which is another in another database.
    if (id === undefined || !condition || condition.includes('satisfies_hash_partition(')) continue;
    yield [id, { boundCheck: condition }];
  }
}
