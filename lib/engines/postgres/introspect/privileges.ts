import { compareNames } from '../../../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../../catalog/snapshot.ts';
import type { Grants } from '../privilege-kinds.ts';
import { builtInGrants } from '../rules/access/built-in-grants.ts';
import type { CatalogPart } from './catalog-part.ts';
import { idOf } from './dependencies.ts';
import type { Names, Oid } from './names.ts';

export interface PrivilegeRow {
  /** The catalog's name, the object's number in it, and the column's number or 0. */
  readonly class: string;
  readonly object: Oid;
  readonly part: number;
  /** As SQL writes it; null for what is no column. */
  readonly column: string | null;
  /** Null for a column. */
  readonly owner: string | null;
  readonly grants: Grants | null;
  /** What a new database grants on this; only for what is in every new database. */
  readonly initialGrants: Grants | null;
}

/**
 * Who was granted what, by role: the privileges in the order of their names, `ALL` where none of several is lacking, followed by
 * `with grant option` where it may be passed on. The owner is left out, and who granted it; PUBLIC is `public`, a name
 * that no role can have.
 *
 * @param acl an SQL expression for an `aclitem[]` that is not null
 * @param kind the object type as acldefault takes it
 * @see https://www.postgresql.org/docs/18/ddl-priv.html
 */
export function grantsOf(acl: string, kind: string, owner: string): string {
  return `(
      select json_object_agg(granted.grantee, granted.privileges order by granted.grantee)
      from (
        select
          given.grantee,
          case
            when count(*) > 1
              and count(*) = (select count(*) from aclexplode(acldefault(${kind}, ${owner})) a where a.grantee = ${owner})
              and bool_and(given.may_pass_on) = bool_or(given.may_pass_on)
              then json_build_array('ALL' || case when bool_and(given.may_pass_on) then ' with grant option' else '' end)
            else json_agg(
              given.privilege || case when given.may_pass_on then ' with grant option' else '' end
              order by given.privilege
            )
          end as privileges
        from (
          select
            case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end as grantee,
            a.privilege_type as privilege,
            bool_or(a.is_grantable) as may_pass_on
          from aclexplode(${acl}) a
          where a.grantee <> ${owner}
          group by a.grantee, a.privilege_type
        ) given
        group by given.grantee
      ) granted
    )`;
}

/** What has an owner, and for some an access list: catalog, its columns, the type for acldefault, which rows. */
const owned = [
  [
    'pg_class',
    'relowner',
    'relacl',
    `case o.relkind when 'S' then 's' else 'r' end`,
    `o.oid in (select oid from user_relation where relkind <> 'c')`,
  ],
  [
    'pg_type',
    'typowner',
    'typacl',
    `'T'`,
    // An array type and a table's row type are as what they are made of.
    `o.oid in (select oid from user_type where typtype in ('d', 'e', 'r'))
      or o.oid in (select reltype from user_relation where relkind = 'c')`,
  ],
  ['pg_namespace', 'nspowner', 'nspacl', `'n'`, 'o.oid in (select oid from user_schema)'],
  ['pg_proc', 'proowner', 'proacl', `'f'`, 'o.pronamespace in (select oid from user_schema)'],
  ['pg_foreign_data_wrapper', 'fdwowner', 'fdwacl', `'F'`, 'true'],
  ['pg_foreign_server', 'srvowner', 'srvacl', `'S'`, 'true'],
  ['pg_collation', 'collowner', undefined, `'r'`, 'o.collnamespace in (select oid from user_schema)'],
  ['pg_statistic_ext', 'stxowner', undefined, `'r'`, 'o.stxnamespace in (select oid from user_schema)'],
  ['pg_publication', 'pubowner', undefined, `'r'`, 'true'],
  ['pg_event_trigger', 'evtowner', undefined, `'r'`, 'true'],
] as const;

const rows = owned.map(
  ([catalog, owner, acl, kind, condition]) => `
    select '${catalog}' as class, o.oid, o.${owner} as owner, (${kind})::"char" as kind,
      ${acl === undefined ? 'null::aclitem[]' : `coalesce(o.${acl}, acldefault((${kind})::"char", o.${owner}))`} as acl
    from ${catalog} o
    where ${condition}`,
);

/**
 * Owners and grants of all that has them. An access list that was never written stands for the default one, which is
 * what it is read as.
 */
export const privilegesPart: CatalogPart<PrivilegeRow> = {
  fields: {
    class: 'p.class',
    object: 'p.oid',
    part: 'p.part',
    column: 'quote_ident(p.column_name)',
    owner: `case when p.part = 0 then pg_get_userbyid(p.owner)::text end`,
    grants: grantsOf('p.acl', 'p.kind', 'p.owner'),
    initialGrants: `case when p.class = 'pg_namespace' then (
      select ${grantsOf('i.initprivs', 'p.kind', 'p.owner')}
      from pg_init_privs i
      where i.classoid = 'pg_namespace'::regclass
        and i.objoid = p.oid
        and i.objsubid = 0
    ) end`,
  },
  from: `
  from (
    select o.class, o.oid, 0 as part, null::name as column_name, o.owner, o.kind, o.acl
    from (${rows.join('\n    union all')}
    ) o
    union all
    select 'pg_class', a.attrelid, a.attnum, a.attname, c.relowner, 'c', a.attacl
    from pg_attribute a
    join user_relation r on r.oid = a.attrelid
    join pg_class c on c.oid = a.attrelid
    where a.attacl is not null
      and a.attnum > 0
      and not a.attisdropped
  ) p`,
};

/** @param objectOf what has been read of an object so far */
export function* readPrivileges(
  found: readonly PrivilegeRow[],
  names: Names,
  objectOf: (id: ObjectId) => Attributes | undefined,
): Iterable<readonly [ObjectId, { readonly owner?: string; readonly grants?: Grants }]> {
  const onParts = grantsOnViewColumns(found, names);
  for (const { class: catalog, object, part, owner, grants, initialGrants } of found) {
    if (part > 0 && names.column(object, part) === undefined) continue;
    const id = idOf(catalog, object, part, names);
    const attributes = id === undefined ? undefined : objectOf(id);
    if (id === undefined || attributes === undefined) continue;
    const whole = { ...withdrawnFrom(kindOf(id)), ...ownGrants(grants, initialGrants) };
    const own = part === 0 ? joinGrants(whole, onParts.get(id) ?? {}) : whole;
    // The sequence of a column always has the owner of its table.
    const follows = kindOf(id) === 'sequence' && belongsTo(attributes).length > 0;
    yield [
      id,
      {
        ...(owner === null || follows ? {} : { owner }),
        ...(Object.keys(own).length === 0 ? {} : { grants: own }),
      },
    ];
  }
}

/** A view's columns are no objects of their own: what is granted on them stands with the view, `SELECT (code)`. */
function grantsOnViewColumns(found: readonly PrivilegeRow[], names: Names): ReadonlyMap<ObjectId, Grants> {
  const byView = new Map<ObjectId, Grants>();
  for (const { class: catalog, object, part, column, grants } of found) {
    const view = part > 0 && names.column(object, part) === undefined ? names.object(catalog, object) : undefined;
    if (view === undefined) continue;
    const onColumn = Object.entries(grants ?? {}).map(
      ([role, privileges]) =>
        [role, privileges.map((it) => it.replace(/^\w+/u, (word) => `${word} (${column})`))] as const,
    );
    byView.set(view, joinGrants(byView.get(view) ?? {}, Object.fromEntries(onColumn)));
  }
  return byView;
}

function joinGrants(whole: Grants, more: Grants): Grants {
  const roles = Object.keys(more);
  const joined = roles.map((role) => [role, [...(whole[role] ?? []), ...(more[role] ?? [])].sort(compareNames)]);
  return { ...whole, ...Object.fromEntries(joined) };
}

/** What to say where PUBLIC has lost what PostgreSQL grants it by itself. */
export function withdrawnFrom(kind: string): Grants {
  return 'public' in builtInGrants(kind) ? { public: [] } : {};
}

/** What PUBLIC may do in the schema `public` of a new database changed with 15; as it was made, it is nobody's grant. */
function ownGrants(grants: Grants | null, initialGrants: Grants | null): Grants {
  const { public: everybody, ...roles } = grants ?? {};
  const isInitial = everybody !== undefined && String(everybody) === String(initialGrants?.public);
  return everybody === undefined || isInitial ? roles : { ...roles, public: everybody };
}
