import { ask, type ValueClient } from './value-client.ts';

/** One relation that holds rows of a table: the table itself, a partition, a child. */
export type TablePart = {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `r`: an ordinary table, read without its children. `f`: a foreign one. `p`: a table read with all its parts. */
  readonly kind: 'r' | 'f' | 'p';
  /** Null when what is looked at is no column. */
  readonly column: PartColumn | null;
  readonly canRead: boolean;
  /** The rights that our role lacks for reading it, as GRANT statements. */
  readonly lackingGrants: readonly string[];
  /** Row security hides rows from our role. */
  readonly hidesRows: boolean;
  /** Somebody holds or waits for an ACCESS EXCLUSIVE lock: it is being rewritten, or about to be. */
  readonly isBeingAltered: boolean;
  readonly mayHaveChildren: boolean;
  /** Estimated rows; null when never counted. */
  readonly rows: number | null;
  /** Size of the heap in pages as it is now; 0 while it is being altered and for what has no heap. */
  readonly pages: number;
  /** The file that holds the heap: another one after a rewrite. */
  readonly fileNode: number;
  /**
   * Valid btree indexes without a condition that begin with the column in its own collation, smallest first; with an
   * expression where what is looked at is no column.
   */
  readonly indexes: readonly PartIndex[];
  /** SQL that names one of its rows; absent where nobody asks for rows. */
  readonly place?: string | undefined;
  /** A valid GIN index over the column's elements, which finds arrays that overlap a set. */
  readonly ginIndex: string | null;
};

export type PartColumn = {
  readonly typeOid: number;
  /** `d` for a domain, `e` for an enum, `b` for a base type. */
  readonly typeKind: string;
  /** `S` for texts, `E` for enums, `N` for numbers, `B` for booleans, `A` for arrays. */
  readonly category: string;
  /** As `format_type` prints it without a length. */
  readonly type: string;
  readonly isBuiltIn: boolean;
  /** The column's collation, quoted, where it calls texts equal that differ; null otherwise. */
  readonly looseCollation: string | null;
};

export type PartIndex = {
  readonly schema: string;
  readonly name: string;
  /** Whether its operator class is its type's default one, so that it sorts as the type does. */
  readonly isDefaultClass: boolean;
  readonly operatorClass: number;
  /** 0 for what has no collation. */
  readonly collation: number;
  /** Where NULLs stand when the index is read in ascending order of the values. */
  readonly nullsFirst: boolean;
};

const fields = `
  c.oid::bigint::float8 as oid,
  n.nspname as schema,
  c.relname as name,
  c.relkind as kind,
  case when a.attnum is not null then json_build_object(
    'typeOid', t.oid::bigint,
    'typeKind', t.typtype,
    'category', t.typcategory,
    'type', format_type(t.oid, -1),
    'isBuiltIn', t.typnamespace = 'pg_catalog'::regnamespace,
    'looseCollation', (
      select format('%I.%I', con.nspname, co.collname)
      from pg_collation co
      join pg_namespace con on con.oid = co.collnamespace
      where co.oid = a.attcollation and not co.collisdeterministic
    )
  ) end as "column",
  has_schema_privilege(n.oid, 'USAGE') and (
    has_table_privilege(c.oid, 'SELECT')
    or case when a.attnum is null then has_any_column_privilege(c.oid, 'SELECT')
      else has_column_privilege(c.oid, a.attnum, 'SELECT') end
  ) as "canRead",
  (
    select coalesce(json_agg(g.statement), '[]')
    from (values
      (has_schema_privilege(n.oid, 'USAGE'), format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, current_user)),
      (has_table_privilege(c.oid, 'SELECT'), format('GRANT SELECT ON %I.%I TO %I', n.nspname, c.relname, current_user))
    ) g(has, statement)
    where not g.has
  ) as "lackingGrants",
  row_security_active(c.oid) as "hidesRows",
  lock.is_wanted as "isBeingAltered",
  c.relhassubclass as "mayHaveChildren",
  case when c.reltuples >= 0 then c.reltuples::float8 end as rows,
  -- Looking the size up opens the relation, which would queue behind whoever alters it.
  case when lock.is_wanted or c.relkind <> 'r' then 0
    else (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8
  end as pages,
  coalesce(pg_relation_filenode(c.oid)::bigint, 0)::float8 as "fileNode",
  coalesce(btree.indexes, '[]') as indexes,
  (
    select gi.relname
    from pg_index i
    join pg_class gi on gi.oid = i.indexrelid
    join pg_opclass oc on oc.oid = i.indclass[0]
    where i.indrelid = c.oid
      and t.typcategory = 'A'
      and gi.relam = (select am.oid from pg_am am where am.amname = 'gin')
      and oc.opcdefault
      and i.indisvalid and i.indisready and i.indislive
      and i.indpred is null
      and i.indnkeyatts = 1 and i.indkey[0] = a.attnum
    limit 1
  ) as "ginIndex"
`;

const relations = `
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attname = $1 and a.attnum > 0 and not a.attisdropped
left join pg_type t on t.oid = a.atttypid
cross join lateral (
  select exists (
    select
    from pg_locks l
    where l.locktype = 'relation'
      and l.relation = c.oid
      and l.database = (select d.oid from pg_database d where d.datname = current_database())
      and l.mode = 'AccessExclusiveLock'
  ) as is_wanted
) lock
left join lateral (
  select json_agg(
    json_build_object(
      'schema', (select ixn.nspname from pg_namespace ixn where ixn.oid = ix.relnamespace),
      'name', ix.relname,
      'isDefaultClass', oc.opcdefault,
      'operatorClass', oc.oid::bigint,
      'collation', i.indcollation[0]::bigint,
      -- Bit 1: descending, bit 2: NULLs first. A descending index is read backwards, which turns its NULLs round.
      'nullsFirst', (i.indoption[0] & 3) in (1, 2))
    order by ix.relpages, ix.relname) as indexes
  from pg_index i
  join pg_class ix on ix.oid = i.indexrelid
  join pg_opclass oc on oc.oid = i.indclass[0]
  where i.indrelid = c.oid
    and ix.relam = (select am.oid from pg_am am where am.amname = 'btree')
    and i.indisvalid and i.indisready and i.indislive
    and i.indpred is null
    -- Which expression an index is on only the planner can tell.
    and i.indkey[0] = coalesce(a.attnum, 0)
    and (a.attnum is null or i.indcollation[0] = a.attcollation)
) btree on true
`;

/**
 * Reads one table by its name as if it had no children. Null when there is none, or when it lacks the column.
 *
 * @param column null when what is looked at is no column
 */
export async function readTable(
  client: ValueClient,
  schema: string,
  table: string,
  column: string | null,
): Promise<TablePart | null> {
  const [part] = await ask<TablePart>(
    client,
    `select ${fields} ${relations} where n.nspname = $2 and c.relname = $3 and c.relkind in ('r', 'p')`,
    column,
    schema,
    table,
  );
  return part === undefined || (column !== null && part.column === null) ? null : part;
}

/**
 * The relations that hold a table's rows, in name order. A role that may read a partitioned table need not have
 * rights on its partitions: then the table is one part, to be read as a whole.
 */
export async function readParts(
  client: ValueClient,
  table: TablePart,
  column: string | null,
): Promise<readonly TablePart[]> {
  if (!table.mayHaveChildren && table.kind === 'r') return [table];
  const rows = await ask<TablePart>(
    client,
    `with recursive family as (
      select $2::oid as oid
      union
      select h.inhrelid from family f join pg_inherits h on h.inhparent = f.oid
    )
    select ${fields} ${relations}
    where c.oid in (select f.oid from family f) and c.relkind in ('r', 'f')
    order by n.nspname, c.relname`,
    column,
    table.oid,
  );
  if (rows.every((part) => part.canRead)) return rows;
  const pages = rows.reduce((sum, part) => sum + part.pages, 0);
  const isBeingAltered = rows.some((part) => part.isBeingAltered);
  return [{ ...table, kind: 'p', pages, isBeingAltered }];
}
