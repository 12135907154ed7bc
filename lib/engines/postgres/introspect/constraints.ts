import type { ObjectId } from '../../../catalog/object-id.ts';
import type { ConstraintAttributes, ConstraintType, KeyNotes } from '../object-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import { indexDefinition } from './indexes.ts';
import type { Names, Oid } from './names.ts';
import { type ConstraintFacts, spellConstraint } from './spell-definitions.ts';
import type { TableRow } from './tables.ts';

export interface ConstraintRow extends ConstraintFacts {
  readonly oid: Oid;
  readonly name: string;
  readonly isOnDomain: boolean;
  /** As the server spells it; null when the facts say it all. */
  readonly definition: string | null;
  readonly isValidated: boolean;
  readonly isInherited: boolean;
  /** The parent table's constraint that a partition's was made from. */
  readonly madeFrom: Oid | null;
  /** The index behind a key. */
  readonly index: Oid | null;
  /** Only with notes, as is the next. */
  readonly indexDefinition?: string | null;
  readonly deferral?: string | null;
}

/**
 * Constraints of tables and domains. NOT NULL is a column's and a domain's own attribute on every version, so 18's
 * constraints for it are passed over.
 *
 * @see https://www.postgresql.org/docs/18/catalog-pg-constraint.html
 */
export function constraintsPart({ withNotes }: { readonly withNotes: boolean }): CatalogPart<ConstraintRow> {
  return {
    fields: {
      oid: 'c.oid',
      name: 'c.conname',
      parent: 'coalesce(t.oid, d.oid)',
      isOnDomain: 't.oid is null',
      type: 'c.contype',
      // Whether it is validated is an attribute of its own.
      definition: `case
        when not c.convalidated then regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '')
        when c.contype = 'c' and t.oid is not null then
          'CHECK (' || pg_get_expr(c.conbin, c.conrelid) || case when c.connoinherit then ') NO INHERIT' else ')' end
        when c.contype in ('p', 'u') and not c.condeferrable and i.only_keys then null
        when c.contype = 'f'
          and not c.condeferrable
          and i.only_keys
          and r.oid is not null
          and c.confmatchtype = 's'
          and c.confupdtype in ('a', 'r', 'c')
          and c.confdeltype in ('a', 'r', 'c') then null
        else pg_get_constraintdef(c.oid)
      end`,
      columns: 'c.conkey',
      referencedColumns: 'c.confkey',
      onUpdate: 'c.confupdtype',
      onDelete: 'c.confdeltype',
      isValidated: 'c.convalidated',
      isInherited: 'c.coninhcount > 0 and not c.conislocal',
      madeFrom: 'nullif(c.conparentid, 0)',
      references: 'nullif(c.confrelid, 0)',
      // A foreign key names the index of the table that it refers to.
      index: `case when c.contype in ('p', 'u', 'x') then c.conindid end`,
      ...(withNotes ? { indexDefinition: keyDefinition, deferral } : {}),
    },
    from: `
  from pg_constraint c
  left join user_table t on t.oid = c.conrelid
  left join user_table r on r.oid = c.confrelid
  left join user_domain d on d.oid = c.contypid
  left join user_index i on i.indexrelid = c.conindid
  where c.contype in ('p', 'u', 'f', 'c', 'x')
    and (t.oid is not null or d.oid is not null)`,
  };
}

const keyDefinition = `case when c.contype in ('p', 'u') then ${indexDefinition} end`;

const deferral = `case when c.condeferrable then
      case when c.condeferred then 'DEFERRABLE INITIALLY DEFERRED' else 'DEFERRABLE' end
    end`;

const types: Readonly<Record<ConstraintRow['type'], ConstraintType>> = {
  p: 'primary key',
  u: 'unique',
  f: 'foreign key',
  c: 'check',
  x: 'exclusion',
};

/**
 * Leaves out what PostgreSQL adds behind a foreign key that refers to a partitioned table: one more constraint for each
 * partition, made from the one that was declared. Those that refer to what was declared are a partition's own copies.
 */
export function declaredConstraints(rows: readonly ConstraintRow[]): readonly ConstraintRow[] {
  const byOid = new Map(rows.map((row) => [row.oid, row]));
  const rootOf = (row: ConstraintRow): ConstraintRow => {
    const origin = row.madeFrom === null ? undefined : byOid.get(row.madeFrom);
    return origin === undefined ? row : rootOf(origin);
  };
  return rows.filter((row) => row.type !== 'f' || rootOf(row).references === row.references);
}

/** Finds, for any constraint, the declared one that it was made from. */
export function declaringConstraints(
  rows: readonly ConstraintRow[],
  declared: readonly ConstraintRow[],
): (constraint: Oid) => Oid {
  const known = new Set(declared.map(({ oid }) => oid));
  const origins = new Map(rows.map(({ oid, madeFrom }) => [oid, madeFrom]));
  return function declaredAs(oid): Oid {
    const origin = known.has(oid) ? undefined : origins.get(oid);
    return origin == null ? oid : declaredAs(origin);
  };
}

export function* readConstraints(
  rows: readonly ConstraintRow[],
  tables: readonly TableRow[],
  names: Names,
): Iterable<readonly [ObjectId, ConstraintAttributes]> {
  const inherited = inheritedFrom(rows, tables, names);
  for (const row of rows) {
    const id = names.constraint(row.oid);
    const parent = row.isOnDomain ? names.type(row.parent) : names.table(row.parent);
    if (id === undefined || parent === undefined) continue;
    const references = row.references === null ? undefined : names.table(row.references);
    yield [
      id,
      {
        belongsTo: [parent, ...(row.isInherited ? inherited(row) : [])],
        definition: row.definition ?? spellConstraint(row, names),
        ...(row.isInherited ? { isInherited: true as const } : {}),
        isValidated: row.isValidated,
        ...(references === undefined ? {} : { references }),
        type: types[row.type],
      },
    ];
  }
}

/** Finds the parents' constraint that one comes from: keys and foreign keys by their number, checks by their name. */
function inheritedFrom(rows: readonly ConstraintRow[], tables: readonly TableRow[], names: Names) {
  const parents = new Map(tables.flatMap(({ oid, parents }) => (parents === null ? [] : [[oid, parents] as const])));
  const wanted = new Set([...parents.values()].flat());
  const checks = new Map<string, ObjectId | undefined>();
  for (const { parent, name, oid, type } of rows) {
    if (type === 'c' && wanted.has(parent)) checks.set(`${parent}.${name}`, names.constraint(oid));
  }
  return (row: ConstraintRow): ObjectId[] => {
    const origin = row.madeFrom === null ? undefined : names.constraint(row.madeFrom);
    if (origin !== undefined) return [origin];
    return (parents.get(row.parent) ?? []).flatMap((parent) => checks.get(`${parent}.${row.name}`) ?? []);
  };
}

export function* noteConstraints(
  rows: readonly ConstraintRow[],
  names: Names,
): Iterable<readonly [ObjectId, KeyNotes]> {
  for (const { oid, type, indexDefinition: definition, deferral } of rows) {
    const id = names.constraint(oid);
    if (id === undefined || (type !== 'p' && type !== 'u')) continue;
    yield [id, { ...(definition ? { indexDefinition: definition } : {}), ...(deferral ? { deferral } : {}) }];
  }
}
