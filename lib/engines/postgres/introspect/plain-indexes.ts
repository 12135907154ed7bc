/**
 * Common table expressions for the catalog query: `user_index` has all indexes, and `plain_index` those of them, behind no
 * constraint, of which the catalog's own columns say everything, so that their definitions are spelled without asking `pg_get_indexdef`, which
 * opens every index and takes half of the server's time.
 *
 * An index is plain when it is a B-tree without options whose keys are columns, or one call of a function, with the
 * operator class and the collation that a key gets when its definition names none. `only_keys` says that it is a B-tree,
 * has no further columns and takes nulls for different: all that the definition of a key tells of its index.
 *
 * Needs `user_relation` and `user_column`.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-index.html
 */
export const plainIndexes = `btree_opclass as materialized (
  select o.oid, o.opcintype
  from pg_opclass o
  join pg_am am on am.oid = o.opcmethod and am.amname = 'btree'
  where o.opcdefault
),
usual_opclass as materialized (
  select oid as opclass, opcintype as type
  from btree_opclass
  union all
  -- What has no operator class of its own takes that of the type that it can be read as.
  select o.oid, t.oid
  from btree_opclass o
  join pg_type t on t.oid = 'varchar'::regtype and o.opcintype = 'text'::regtype
    or t.typtype = 'e' and o.opcintype = 'anyenum'::regtype
  where t.oid not in (select opcintype from btree_opclass)
),
-- Only where a column has a collation of its own can a key have another than the column's and still the default one.
collated_table as materialized (
  select distinct attrelid
  from user_column
  where has_own_collation
    and attcollation <> 'pg_catalog."default"'::regcollation
),
user_index as materialized (
  select
    i.indexrelid, i.indrelid, i.indisunique, i.indnkeyatts, i.indkey, i.indoption, i.indclass, i.indcollation,
    i.indexprs, i.indpred, i.is_valid, i.is_nulls_not_distinct, c.relname, c.relnamespace, c.relkind, c.reloptions,
    t.relkind = 'm' as is_on_view,
    i.indexrelid in (select conindid from pg_constraint where contype in ('p', 'u', 'x')) as is_behind_constraint,
    am.amname = 'btree' as is_btree,
    am.amname = 'btree' and i.indnatts = i.indnkeyatts and not i.is_nulls_not_distinct as only_keys
  -- Exists since 15: before that, its name inside the subquery means the one outside it.
  from (values (false)) as absent (indnullsnotdistinct)
  cross join lateral (
    select *,
      indnullsnotdistinct as is_nulls_not_distinct,
      -- Building, left behind by a failed build, or being dropped: queries do not use it.
      indisvalid and indisready and indislive as is_valid
    from pg_index
  ) i
  join user_relation t on t.oid = i.indrelid
  join pg_class c on c.oid = i.indexrelid
  join pg_am am on am.oid = c.relam
),
unusual_key as materialized (
  select i.indexrelid
  from user_index i
  -- An index has the types of its keys, expressions among them, in columns of its own.
  join pg_attribute a on a.attrelid = i.indexrelid and a.attnum <= i.indnkeyatts
  left join usual_opclass u on u.opclass = i.indclass[a.attnum - 1] and u.type = a.atttypid
  where not i.is_behind_constraint
    and (
      u.opclass is null
      or u.opclass >= 16384
      or i.indcollation[a.attnum - 1] not in (0, 'pg_catalog."default"'::regcollation)
    )
),
plain_index as materialized (
  select indexrelid, is_nulls_not_distinct
  from user_index i
  where is_btree
    and not is_behind_constraint
    -- The columns of views are not read.
    and not is_on_view
    and reloptions is null
    and indrelid not in (select attrelid from collated_table)
    and indexrelid not in (select indexrelid from unusual_key)
    and (
      indexprs is null
      or cardinality(array_positions(indkey::int2[], 0::int2)) = 1
        -- How the expression's tree begins: a call, and one that was written as a call.
        and split_part(indexprs::text, ' :inputcollid ', 1)
          like any (array[
            '({FUNCEXPR :funcid % :funcvariadic false :funcformat 0 :funccollid 0',
            '({FUNCEXPR :funcid % :funcvariadic false :funcformat 0 :funccollid 100'
          ])
    )
)`;
