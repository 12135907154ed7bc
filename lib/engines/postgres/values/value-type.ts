import type { PartIndex } from './table-part.ts';
import { ask, type ValueClient } from './value-client.ts';

/** The operators of a btree ordering, spelled so that no search path can redirect them: `operator(pg_catalog.<)`. */
export interface Ordering {
  readonly less: string;
  readonly equal: string;
  readonly greater: string;
}

/** How values compare: those of the column, or its elements where it is an array. */
export interface ValueType {
  /** The type beneath all domains, as `format_type` prints it without a length. */
  readonly name: string;
  /** `S` for texts, `E` for enums, `N` for numbers, `B` for booleans. */
  readonly category: string;
  readonly isArray: boolean;
  /** The column's collation, quoted, where it calls texts equal that differ. */
  readonly looseCollation?: string;
  /** Absent for types that have no order, as json. */
  readonly ordering?: Ordering;
}

const builtIn: Ordering = {
  less: 'operator(pg_catalog.<)',
  equal: 'operator(pg_catalog.=)',
  greater: 'operator(pg_catalog.>)',
};

/** A type as the catalog names it. */
export type TypeFacts = {
  readonly typeOid: number;
  readonly typeKind: string;
  readonly category: string;
  readonly type: string;
  readonly isBuiltIn: boolean;
  readonly looseCollation?: string | null;
};

/** How values of a type compare. Asks the catalog only about domains, arrays, and types that are not built in. */
export async function readValueType(client: ValueClient, facts: TypeFacts): Promise<ValueType> {
  // Texts, numbers, booleans, dates and spans of time: every built-in type of these classes has the usual order.
  const isPlain = facts.typeKind === 'b' && facts.isBuiltIn && 'SNBDT'.includes(facts.category);
  const collation = facts.looseCollation == null ? {} : { looseCollation: facts.looseCollation };
  if (facts.typeKind === 'e' || isPlain) {
    return { name: facts.type, category: facts.category, isArray: false, ...collation, ordering: builtIn };
  }
  const [row] = await ask<{ name: string; category: string; isArray: boolean } & NullableOrdering>(
    client,
    typeQuery,
    facts.typeOid,
  );
  if (row === undefined) return { name: facts.type, category: facts.category, isArray: false };
  const { name, category, isArray, ...ordering } = row;
  return { name, category, isArray, ...collation, ...(isComplete(ordering) ? { ordering } : {}) };
}

/**
 * The order in which an index stands, where it is another than its type's default but has the same equality: that of
 * `text_pattern_ops`, say. Undefined when values that it calls equal need not be so for the column.
 */
export async function readIndexOrdering(
  client: ValueClient,
  index: PartIndex,
  type: ValueType,
): Promise<Ordering | undefined> {
  if (index.isDefaultClass) return type.ordering;
  const [ordering] = await ask<NullableOrdering>(client, operators('$1'), index.operatorClass);
  return ordering && isComplete(ordering) && ordering.equal === type.ordering?.equal ? ordering : undefined;
}

type NullableOrdering = { readonly [operator in keyof Ordering]: string | null };

function isComplete(ordering: NullableOrdering): ordering is Ordering {
  return ordering.less !== null && ordering.equal !== null && ordering.greater !== null;
}

/** The btree operators of one operator class: strategies 1, 3 and 5 are `<`, `=` and `>`. */
function operators(operatorClass: string): string {
  return `
  select
    max(spelled.name) filter (where ao.amopstrategy = 1) as less,
    max(spelled.name) filter (where ao.amopstrategy = 3) as equal,
    max(spelled.name) filter (where ao.amopstrategy = 5) as greater
  from pg_opclass oc
  join pg_amop ao
    on ao.amopfamily = oc.opcfamily
    and ao.amoplefttype = oc.opcintype
    and ao.amoprighttype = oc.opcintype
  cross join lateral (
    select format('operator(%I.%s)', n.nspname, o.oprname) as name
    from pg_operator o
    join pg_namespace n on n.oid = o.oprnamespace
    where o.oid = ao.amopopr
  ) spelled
  where oc.oid = ${operatorClass}`;
}

const typeQuery = `
with recursive layers as (
  -- A domain compares as the type beneath it, an array is looked at element by element.
  select t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory = 'A' and t.typlen = -1 as is_array
  from pg_type t
  where t.oid = $1
  union all
  select t.oid, t.typtype, t.typbasetype, t.typelem, t.typcategory = 'A' and t.typlen = -1
  from layers l
  join pg_type t on t.oid = case when l.typtype = 'd' then l.typbasetype when l.is_array then l.typelem end
),
item as (
  select t.oid, t.typtype, t.typcategory, (select bool_or(l.is_array and l.typtype <> 'd') from layers l) as is_array
  from layers l
  join pg_type t on t.oid = l.oid
  where l.typtype <> 'd' and not l.is_array
),
-- The default btree class of the type, or of one that it is stored like: text for varchar, anyenum for enums.
default_class as (
  select oc.oid
  from item
  join pg_opclass oc on oc.opcdefault and oc.opcmethod = (select am.oid from pg_am am where am.amname = 'btree')
  join pg_type t on t.oid = oc.opcintype
  where oc.opcintype = item.oid
    or (item.typtype = 'e' and oc.opcintype = 'anyenum'::regtype)
    or (item.typtype = 'r' and oc.opcintype = 'anyrange'::regtype)
    or exists (
      select
      from pg_cast ca
      where ca.castsource = item.oid
        and ca.casttarget = oc.opcintype
        and ca.castmethod = 'b'
        and ca.castcontext = 'i'
    )
  order by oc.opcintype = item.oid desc, t.typispreferred desc, oc.opcintype
  limit 1
)
select
  format_type(item.oid, -1) as name,
  item.typcategory as category,
  item.is_array as "isArray",
  o.less, o.equal, o.greater
from item
left join (${operators('(select dc.oid from default_class dc)')}) o on true`;
