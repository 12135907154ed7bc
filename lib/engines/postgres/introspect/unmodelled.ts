import type { Extra } from '../../../catalog/extras.ts';
import type { Diagnostic } from '../../../diagnostic.ts';
import type { CatalogPart } from './catalog-part.ts';

/** A kind of object that is not compared: how many there are and what the first are called. */
export interface UnmodelledRow {
  readonly kind: string;
  readonly count: number;
  readonly names: readonly string[];
}

/** How many of each kind are named. */
const namesShown = 3;

/** Catalogs whose objects live in a schema: kind, catalog, column of the name, column of the schema. */
const inSchemas = [
  ['conversion', 'pg_conversion', 'conname', 'connamespace'],
  ['operator', 'pg_operator', 'oprname', 'oprnamespace'],
  ['operator class', 'pg_opclass', 'opcname', 'opcnamespace'],
  ['operator family', 'pg_opfamily', 'opfname', 'opfnamespace'],
  ['text search configuration', 'pg_ts_config', 'cfgname', 'cfgnamespace'],
  ['text search dictionary', 'pg_ts_dict', 'dictname', 'dictnamespace'],
  ['text search parser', 'pg_ts_parser', 'prsname', 'prsnamespace'],
  ['text search template', 'pg_ts_template', 'tmplname', 'tmplnamespace'],
] as const;

/** Catalogs whose objects belong to the database: kind, catalog, text that names one. */
const inDatabase = [
  ['access method', 'pg_am', 'amname'],
  ['cast', 'pg_cast', `format('%s as %s', format_type(castsource, null), format_type(casttarget, null))`],
  ['language', 'pg_language', 'lanname'],
  ['transform', 'pg_transform', 'format_type(trftype, null)'],
] as const;

/** What names any object, wherever it lives: `public.plans`. */
const identity = (catalog: string, object: string, part: string) =>
  `(pg_identify_object(${catalog}, ${object}, ${part})).identity`;

/** Neither brought by an extension nor made along with another object, as a range type's functions and casts are. */
function isOwn(catalog: string): string {
  return `not exists (
      select from pg_depend d
      where d.classid = '${catalog}'::regclass and d.objid = o.oid and d.deptype in ('e', 'i')
    )`;
}

/** Comments, for those who ask for them, on what is not an object by itself. */
const unmodelledComments = `
    union all
    select
      case v.relkind when 'c' then 'composite type attribute comment' else 'view column comment' end,
      ${identity('d.classoid', 'd.objoid', 'd.objsubid')}
    from user_relation v
    join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = v.oid and d.objsubid > 0
    where v.relkind in ('v', 'm', 'c')
    union all
    select 'multirange type comment', format('%I.%I', s.nspname, o.typname)
    from user_type o
    join user_schema s on s.oid = o.typnamespace
    join pg_description d on d.classoid = 'pg_type'::regclass and d.objoid = o.oid
    where o.typtype = 'm'`;

/** Every object of people's own that is of a kind which introspection passes over. */
const unmodelledObjects = `
    select 'base type' as kind, format('%I.%I', s.nspname, o.typname) as name
    from user_type o
    join user_schema s on s.oid = o.typnamespace
    -- Every type has an array type besides. NOT IN is hashed, where NOT EXISTS would be tried one by one.
    where o.typtype = 'b'
      and o.oid not in (select typarray from pg_type)
    union all
    select 'shell type', format('%I.%I', s.nspname, o.typname)
    from user_type o
    join user_schema s on s.oid = o.typnamespace
    where o.typtype = 'p'
    union all
    select 'view column default', format('%I.%I.%I', s.nspname, v.relname, a.attname)
    from user_relation v
    join user_schema s on s.oid = v.relnamespace
    join pg_attrdef d on d.adrelid = v.oid
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where v.relkind = 'v'
    union all
    select 'materialized view column setting', format('%I.%I.%I', s.nspname, v.relname, a.attname)
    from user_relation v
    join user_schema s on s.oid = v.relnamespace
    join pg_attribute a on a.attrelid = v.oid and a.attnum > 0
    join pg_type t on t.oid = a.atttypid
    where v.relkind = 'm'
      and (a.attstattarget <> -1 or a.attoptions is not null or a.attstorage <> t.typstorage)
    union all
    -- Members of people's own families belong to those, and an extension's operators and functions to that.
    select 'operator family member', format('%I.%I', n.nspname, f.opfname)
    from (
      select oid, amopfamily as family, 'pg_operator'::regclass as classid, amopopr as objid from pg_amop
      union all
      select oid, amprocfamily, 'pg_proc'::regclass, amproc::oid from pg_amproc
    ) o
    join pg_opfamily f on f.oid = o.family
    join pg_namespace n on n.oid = f.opfnamespace
    where o.oid >= 16384
      and f.oid < 16384
      and not exists (select from member m where m.classid = o.classid and m.objid = o.objid)
    union all
    select 'extension dependency', ${identity('d.classid', 'd.objid', 'd.objsubid')}
    from pg_depend d
    where d.refclassid = 'pg_extension'::regclass
      and d.deptype = 'x'
    union all
    select 'security label', ${identity('l.classoid', 'l.objoid', 'l.objsubid')}
    from pg_seclabel l
    union all
    -- Its other columns are for superusers.
    select 'subscription', o.subname::text
    from pg_subscription o
    where o.subdbid = (select oid from pg_database where datname = current_database())
    ${inSchemas
      .map(
        ([kind, catalog, name, schema]) => `
    union all
    select '${kind}', format('%I.%I', s.nspname, o.${name})
    from ${catalog} o
    join user_schema s on s.oid = o.${schema}
    where ${isOwn(catalog)}`,
      )
      .join('')}
    ${inDatabase
      .map(
        ([kind, catalog, name]) => `
    union all
    select '${kind}', ${name}::text
    from ${catalog} o
    where o.oid >= 16384 and ${isOwn(catalog)}`,
      )
      .join('')}`;

/** Counts them by kind. */
export function unmodelledPart(extras: readonly Extra[]): CatalogPart<UnmodelledRow> {
  return {
    fields: {
      kind: 'counted.kind',
      count: 'counted.count',
      names: 'counted.names',
    },
    from: `
  from (
    select kind, count(*) as count, (array_agg(name order by name))[1:${namesShown}] as names
    from (${unmodelledObjects}${extras.includes('comments') ? unmodelledComments : ''}
    ) found
    group by kind
    order by kind
  ) counted`,
  };
}

/** Says which objects nobody compares; nothing when there are none. */
export function describeUnmodelled(rows: readonly UnmodelledRow[]): readonly Diagnostic[] {
  if (rows.length === 0) return [];
  return [
    {
      level: 'warning',
      code: 'unmodelled-objects',
      message: `The database holds objects of kinds that are not compared: ${rows.map(describe).join('; ')}.`,
      remedy: 'Drift in them goes unseen. What is compared is listed in docs/coverage.md.',
    },
  ];
}

function describe({ kind, count, names }: UnmodelledRow): string {
  const more = count - names.length;
  const named = more > 0 ? [...names, `${more} more`] : names;
  return `${count} ${count === 1 ? kind : pluralOf(kind)} (${named.join(', ')})`;
}

function pluralOf(kind: string): string {
  if (kind.endsWith('y')) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith('s') ? `${kind}es` : `${kind}s`;
}
