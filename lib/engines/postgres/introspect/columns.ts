import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ColumnAttributes, ColumnNotes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';
import { readIdentityOptions, type SequenceSettings, sequenceFields } from './sequence-options.ts';
import type { TableRow } from './tables.ts';

export interface ColumnRow {
  readonly table: Oid;
  readonly number: number;
  readonly name: string;
  readonly type: Oid;
  readonly modifier: number;
  readonly isNotNull: boolean;
}

/** A type as columns have it, with its length or precision. */
export interface ColumnTypeRow {
  readonly type: Oid;
  readonly modifier: number;
  readonly name: string;
}

/** What only some columns have. */
export interface ColumnTraitsRow {
  readonly table: Oid;
  readonly number: number;
  readonly expression: string | null;
  readonly generated: '' | 's' | 'v';
  readonly collation: string | null;
  readonly isInherited: boolean;
  readonly identity: (SequenceSettings & { readonly kind: 'a' | 'd' }) | null;
  /** Only with notes. */
  readonly isVolatile?: boolean | null;
}

/**
 * Columns of tables. Dropped ones stay in the catalog and are passed over.
 *
 * There are ten times as many columns as of anything else, so each says only what every column must: its type by
 * number, and what few have in a row of its own.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-attribute.html
 */
export const columnsPart: CatalogPart<ColumnRow> = {
  fields: {
    table: 'a.attrelid',
    number: 'a.attnum',
    name: 'a.attname',
    type: 'a.atttypid',
    modifier: 'a.atttypmod',
    // Also says so on 18, where the constraint of contype 'n' has a name of its own that outlives renames.
    isNotNull: 'a.attnotnull',
  },
  from: `
  from user_column a`,
};

export const columnTypesPart: CatalogPart<ColumnTypeRow> = {
  fields: {
    type: 'a.atttypid',
    modifier: 'a.atttypmod',
    name: 'format_type(a.atttypid, a.atttypmod)',
  },
  from: `
  from (select distinct atttypid, atttypmod from user_column) a`,
};

export function columnTraitsPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<ColumnTraitsRow> {
  return {
    fields: {
      table: 'a.attrelid',
      number: 'a.attnum',
      // A default names no columns; asking without the table takes half the time and no lock.
      expression: `pg_get_expr(d.adbin, case when a.attgenerated <> '' then d.adrelid else 0 end)`,
      generated: 'a.attgenerated',
      collation: `case when a.has_own_collation then (
        select format('%I.%I', n.nspname, c.collname)
        from pg_type t
        join pg_collation c on c.oid = a.attcollation
        join pg_namespace n on n.oid = c.collnamespace
        where t.oid = a.atttypid
          and t.typcollation <> a.attcollation
      ) end`,
      isInherited: 'a.is_inherited',
      // Since 17 partitions are marked as identity columns too, but the sequence is their parent's: only the column with a
      // sequence of its own has the identity.
      identity: `case when a.attidentity <> '' then (
        select json_build_object('kind', a.attidentity, ${sequenceFields})
        from pg_depend o
        join pg_sequence s on s.seqrelid = o.objid
        where o.classid = 'pg_class'::regclass
          and o.refclassid = 'pg_class'::regclass
          and o.refobjid = a.attrelid
          and o.refobjsubid = a.attnum
          and o.deptype = 'i'
      ) end`,
      ...(withNotes ? { isVolatile: isVolatile('d.adbin') } : {}),
    },
    from: `
  from user_column a
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.atthasdef
    or a.attidentity <> ''
    or a.is_inherited
    or a.has_own_collation`,
  };
}

/**
 * Whether a stored expression calls a function that is volatile. Functions that come with PostgreSQL leave no trace in
 * pg_depend, so the numbers of the functions are taken from the expression's tree, as the catalog stores it.
 */
export function isVolatile(expression: string): string {
  return `(
      select true
      from regexp_matches(${expression}::text, ':(?:funcid|opfuncid) (\\d+)', 'g') called
      join pg_proc p on p.oid = called[1]::oid
      where p.provolatile = 'v'
      limit 1
    )`;
}

const identities = { a: 'always', d: 'by default' } as const;

/** The catalog's words for columns, besides the columns themselves. */
export interface ColumnFacts {
  readonly types: readonly ColumnTypeRow[];
  readonly traits: readonly ColumnTraitsRow[];
  readonly tables: readonly TableRow[];
}

export function* readColumns(
  rows: readonly ColumnRow[],
  { types, traits, tables }: ColumnFacts,
  names: Names,
): Iterable<readonly [ObjectId, ColumnAttributes]> {
  const inherited = inheritedFrom(rows, tables, names);
  const typeNames = new Map(types.map(({ type, modifier, name }) => [`${type} ${modifier}`, name]));
  const traitsOf = new Map(traits.map((row) => [`${row.table} ${row.number}`, row]));
  for (const row of rows) {
    const id = names.column(row.table, row.number);
    const table = names.table(row.table);
    if (id === undefined || table === undefined) continue;
    const own = traitsOf.get(`${row.table} ${row.number}`);
    const type = typeNames.get(`${row.type} ${row.modifier}`) ?? '';
    if (own === undefined) yield [id, { belongsTo: [table], isNullable: !row.isNotNull, type }];
    else {
      yield [
        id,
        {
          belongsTo: [table, ...(own.isInherited ? inherited(row) : [])],
          ...(own.collation === null ? {} : { collation: own.collation }),
          ...readValue(own, type),
          ...(own.isInherited ? { isInherited: true as const } : {}),
          isNullable: !row.isNotNull,
          type,
        },
      ];
    }
  }
}

function readValue({ generated, expression, identity }: ColumnTraitsRow, type: string): Partial<ColumnAttributes> {
  if (generated !== '') {
    return {
      generated: generated === 's' ? 'stored' : 'virtual',
      ...(expression === null ? {} : { generatedAs: expression }),
    };
  }
  if (identity !== null) {
    const options = readIdentityOptions(identity, type);
    return {
      identity: identities[identity.kind],
      ...(Object.keys(options).length === 0 ? {} : { identityOptions: options }),
    };
  }
  return expression === null ? {} : { default: expression };
}

/** Finds a column's namesakes in the parents of its table. */
function inheritedFrom(rows: readonly ColumnRow[], tables: readonly TableRow[], names: Names) {
  const parents = new Map(tables.flatMap(({ oid, parents }) => (parents === null ? [] : [[oid, parents] as const])));
  const wanted = new Set([...parents.values()].flat());
  const byName = new Map<string, ObjectId | undefined>();
  for (const { table, number, name } of rows) {
    if (wanted.has(table)) byName.set(`${table}.${name}`, names.column(table, number));
  }
  return ({ table, name }: ColumnRow): ObjectId[] =>
    (parents.get(table) ?? []).flatMap((parent) => byName.get(`${parent}.${name}`) ?? []);
}

export function* noteColumns(
  rows: readonly ColumnRow[],
  { traits }: ColumnFacts,
  names: Names,
): Iterable<readonly [ObjectId, ColumnNotes]> {
  const volatile = new Set(
    traits.flatMap((row) => (row.isVolatile === true && row.generated === '' ? [`${row.table} ${row.number}`] : [])),
  );
  for (const { table, number } of rows) {
    const id = names.column(table, number);
    if (id === undefined) continue;
    yield [id, { position: number, ...(volatile.has(`${table} ${number}`) ? { defaultIsVolatile: true } : {}) }];
  }
}
