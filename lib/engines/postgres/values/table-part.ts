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
  /** In the schema of its table. */
  readonly name: string;
  /** Whether its operator class is its type's default one, so that it sorts as the type does. */
  readonly isDefaultClass: boolean;
  readonly operatorClass: number;
  /** Its collation comes from a newer library than the one that the database recorded: it may be out of order. */
  readonly isStale: boolean;
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
    'looseCollation', case when not co.collisdeterministic
      then co.collnamespace::regnamespace || '.' || quote_ident(co.collname)
    end
  ) end as "column",
  has_schema_privilege(n.oid, 'USAGE') and (
    has_table_privilege(c.oid, 'SELECT')
    or case when a.attnum is null then has_any_column_privilege(c.oid, 'SELECT')
      else has_column_privilege(c.oid, a.attnum, 'SELECT') end
  ) as "canRead",
  row_security_active(c.oid) as "hidesRows",
  lock.is_wanted as "isBeingAltered",
  c.relhassubclass as "mayHaveChildren",
  case when c.reltuples >= 0 then c.reltuples::float8 end as rows,
  -- Looking the size up opens the relation, which would queue behind whoever alters it.
  case when lock.is_wanted or c.relkind <> 'r' then 0
    else (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8
  end as pages,
  coalesce(pg_relation_filenode(c.oid)::bigint, 0)::float8 as "fileNode",
  coalesce(btree.indexes, '[]') as indexes
`;

/** Access methods have fixed numbers. */
const btree = 403;

/**
 * An index from before a collation's library changed may be out of order by the new one's rules, so that a walk over
 * it would miss values. Before 15 the version of the database's own collation is not recorded.
 *
 * @see https://www.postgresql.org/docs/18/sql-altercollation.html#SQL-ALTERCOLLATION-NOTES
 */
function staleCollation(major: number): string {
  const ofDatabase =
    major < 15
      ? 'false'
      : 'd.datcollversion is distinct from pg_database_collation_actual_version(d.oid) and d.datcollversion is not null';
  return `case
        when i.indcollation[0] = 'pg_catalog.default'::regcollation then ${ofDatabase}
        when ico.collversion is null then false
        else ico.collversion is distinct from pg_collation_actual_version(ico.oid)
      end`;
}

const relations = (major: number) => `
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_database d on d.datname = current_database()
left join pg_attribute a on a.attrelid = c.oid and a.attname = $1 and a.attnum > 0 and not a.attisdropped
left join pg_type t on t.oid = a.atttypid
left join pg_collation co on co.oid = a.attcollation
cross join lateral (
  select exists (
    select
    from pg_locks l
    where l.locktype = 'relation' and l.database = d.oid and l.relation = c.oid and l.mode = 'AccessExclusiveLock'
  ) as is_wanted
) lock
left join lateral (
  select json_agg(
    json_build_object(
      'name', ix.relname,
      'isDefaultClass', oc.opcdefault,
      'operatorClass', oc.oid::bigint,
      'isStale', ${staleCollation(major)},
      -- Bit 1: descending, bit 2: NULLs first. A descending index is read backwards, which turns its NULLs round.
      'nullsFirst', (i.indoption[0] & 3) in (1, 2))
    order by ix.relpages, ix.relname) as indexes
  from pg_index i
  join pg_class ix on ix.oid = i.indexrelid
  join pg_opclass oc on oc.oid = i.indclass[0]
  left join pg_collation ico on ico.oid = i.indcollation[0]
  where i.indrelid = c.oid
    and ix.relam = ${btree}
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
  major: number,
  schema: string,
  table: string,
  column: string | null,
): Promise<TablePart | null> {
  const [part] = await ask<TablePart>(
    client,
    `select ${fields} ${relations(major)} where n.nspname = $2 and c.relname = $3 and c.relkind in ('r', 'p')`,
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
  major: number,
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
    select ${fields} ${relations(major)}
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

/** The rights that our role lacks for reading a part, as the GRANT statements that give them. */
export async function findLackingGrants(client: ValueClient, part: TablePart): Promise<readonly string[]> {
  const rows = await ask<{ statement: string }>(
    client,
    `select g.statement
    from (values
      (has_schema_privilege($1::text, 'USAGE'), format('GRANT USAGE ON SCHEMA %I TO %I', $1::text, current_user)),
      (has_table_privilege($3::oid, 'SELECT'), format('GRANT SELECT ON %I.%I TO %I', $1::text, $2::text, current_user))
    ) g(has, statement)
    where not g.has`,
    part.schema,
    part.name,
    part.oid,
  );
  return rows.map(({ statement }) => statement);
}
