import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Firing } from '../firing.ts';
import type { ConstraintAttributes } from '../object-kinds.ts';
import type { TableStorage } from '../storage-kinds.ts';
import type { CatalogPart } from './catalog-part.ts';
import type { Names, Oid } from './names.ts';

export interface SwitchedTriggerRow {
  readonly table: Oid;
  readonly name: string;
  /** The key or foreign key that it enforces; null for a partition's copy of a trigger. */
  readonly constraint: Oid | null;
  readonly firing: 'O' | 'D' | 'R' | 'A';
}

/**
 * Triggers that nobody made by themselves and that somebody switched: those by which PostgreSQL enforces foreign keys and
 * deferrable keys, which `ALTER TABLE ... DISABLE TRIGGER ALL` disables along with all others, and a partition's own
 * copies of its parent's.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
 */
export const switchedTriggersPart: CatalogPart<SwitchedTriggerRow> = {
  fields: {
    table: 't.tgrelid',
    name: 't.tgname',
    constraint: 'k.oid',
    firing: 't.tgenabled',
  },
  from: `
  from pg_trigger t
  left join pg_constraint k on k.oid = t.tgconstraint and k.contype <> 't'
  left join pg_trigger parent on parent.oid = t.tgparentid
  where (t.tgenabled <> 'O' or t.tgparentid <> 0)
    and case when k.oid is null then t.tgenabled <> parent.tgenabled else t.tgenabled <> 'O' end`,
};

const firings = { O: 'origin', D: 'disabled', R: 'replica', A: 'always' } as const;

/** Of several triggers of a key on one table, the one that lets most through speaks for all. */
const weakestFirst = ['disabled', 'replica', 'always'] as const satisfies readonly Firing[];

/** @param declaredAs the constraint that was declared, of one that PostgreSQL made behind it for a partition */
export function* readSwitchedKeys(
  rows: readonly SwitchedTriggerRow[],
  names: Names,
  declaredAs: (constraint: Oid) => Oid,
): Iterable<readonly [ObjectId, Pick<ConstraintAttributes, 'firing'>]> {
  const found = new Map<ObjectId, Map<ObjectId, Firing>>();
  for (const { table, constraint, firing } of rows) {
    const id = constraint === null ? undefined : names.constraint(declaredAs(constraint));
    const on = names.table(table);
    if (id === undefined || on === undefined) continue;
    const states = found.get(id) ?? new Map<ObjectId, Firing>();
    const state = weakestFirst.find((each) => each === states.get(on) || each === firings[firing]);
    if (state !== undefined) found.set(id, states.set(on, state));
  }
  for (const [id, states] of found) yield [id, { firing: Object.fromEntries(states) }];
}

export function* readSwitchedTriggers(
  rows: readonly SwitchedTriggerRow[],
  names: Names,
): Iterable<readonly [ObjectId, Pick<TableStorage, 'triggerFiring'>]> {
  const byTable = Map.groupBy(
    rows.filter(({ constraint }) => constraint === null),
    ({ table }) => table,
  );
  for (const [table, switched] of byTable) {
    const id = names.table(table);
    if (id === undefined) continue;
    yield [id, { triggerFiring: Object.fromEntries(switched.map(({ name, firing }) => [name, firings[firing]])) }];
  }
}
