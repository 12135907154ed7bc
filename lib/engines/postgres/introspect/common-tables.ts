import { plainIndexes } from './plain-indexes.ts';

/** The relations of these kinds that are neither temporary nor an extension's. */
function relationsOfKinds(kinds: readonly string[]): string {
  return `
  select
    c.oid, c.relname, c.relnamespace, c.reltype, c.relkind, c.relpersistence,
    c.relispartition, c.relpartbound
  from pg_class c
  join user_schema s on s.oid = c.relnamespace
  where c.relkind in (${kinds.map((kind) => `'${kind}'`).join(', ')})
    and c.relpersistence <> 't'
    and not exists (select from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid)`;
}

/**
 * Common table expressions for the catalog query: what more than one part reads. Each is worked out once, however many
 * parts read it, and not at all when none does.
 *
 * - `member`: what extensions brought
 * - `user_schema`, `user_type`, `user_domain`: those of people's own
 * - `user_relation`, and `user_table` among them: likewise; not the temporary ones
 * - `user_column`: the columns of `user_table`
 * - those of {@link plainIndexes}
 */
export const commonTables = `member as materialized (
  select classid, objid
  from pg_depend
  where refclassid = 'pg_extension'::regclass
    and deptype = 'e'
),
user_schema as materialized (
  select
    n.oid,
    n.nspname,
    exists (select from member m where m.classid = 'pg_namespace'::regclass and m.objid = n.oid) as is_member
  from pg_namespace n
  where n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
),
user_relation as materialized (${relationsOfKinds(['r', 'p', 'v', 'm', 'f', 'c', 'S'])}
    -- Of a composite type it is the type that belongs to an extension.
    and not (
      c.relkind = 'c'
      and exists (select from member m where m.classid = 'pg_type'::regclass and m.objid = c.reltype)
    )
),
-- Not taken from among the others: only of a catalog does the planner know how many rows are of which kind.
user_table as materialized (${relationsOfKinds(['r', 'p', 'f'])}
),
user_column as materialized (
  select column_of_user.*
  -- Compression exists since 14: before that, its name inside the subquery means the empty one outside it.
  from (values (''::"char")) as absent (attcompression)
  cross join lateral (
    select
      a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.atthasdef, a.attgenerated,
      a.attidentity, a.attcollation, a.attstorage, a.attstattarget, a.attoptions, a.attfdwoptions,
      attcompression as compression,
      a.attinhcount > 0 and not a.attislocal as is_inherited,
      -- Nearly every column that has one is a plain text with the default, which needs no look at its type.
      a.attcollation <> 0 and not (
        a.attcollation = 'pg_catalog."default"'::regcollation
        and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'text[]'::regtype)
      ) as has_own_collation
    from pg_attribute a
    where a.attnum > 0
      -- A dropped column has no type any more, which is quicker to see than the mark that says so.
      and a.atttypid <> 0
      -- IS TRUE keeps it from becoming a join: up to 16 the planner would hash the columns, not the tables.
      and (a.attrelid in (select oid from user_table)) is true
  ) column_of_user
),
${plainIndexes},
user_type as materialized (
  select
    t.oid, t.typname, t.typnamespace, t.typtype, t.typarray, t.typbasetype, t.typtypmod, t.typnotnull,
    t.typdefaultbin, t.typcollation
  from pg_type t
  join user_schema s on s.oid = t.typnamespace
  where not exists (select from member m where m.classid = 'pg_type'::regclass and m.objid = t.oid)
),
user_domain as materialized (
  select *
  from user_type
  where typtype = 'd'
)`;
