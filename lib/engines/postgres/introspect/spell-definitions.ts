import { quoteId, quoteIdentifier } from '../quote.ts';
import type { Names, Oid } from './names.ts';

/** What the catalog's columns say of an index. */
export interface IndexFacts {
  readonly table: Oid;
  /** The numbers of its columns, the keys first; 0 for the expression. */
  readonly columns: string;
  readonly keys: number;
  /** A number for each key, of the bits of its order. */
  readonly order: string;
  readonly expression: string | null;
  readonly condition: string | null;
  readonly isNullsNotDistinct: boolean | null;
}

/** What the catalog's columns say of a constraint. */
export interface ConstraintFacts {
  readonly type: 'p' | 'u' | 'f' | 'c' | 'x';
  /** Its table or its domain. */
  readonly parent: Oid;
  readonly columns: readonly number[] | null;
  readonly references: Oid | null;
  readonly referencedColumns: readonly number[] | null;
  /** Actions of a foreign key: nothing, restrict, cascade. */
  readonly onUpdate: 'a' | 'r' | 'c' | ' ';
  readonly onDelete: 'a' | 'r' | 'c' | ' ';
}

/** Bits of `pg_index.indoption`. */
const descending = 1;
const nullsFirst = 2;

/** Spells what follows the table's name in the definition of a plain index as `pg_get_indexdef` does. */
export function spellIndex(row: IndexFacts, names: Names): string {
  const columns = row.columns.split(' ').map(Number);
  const order = row.order.split(' ').map(Number);
  const spelled = columns.map((column) =>
    column === 0 ? (row.expression ?? '') : spellColumn(row.table, column, names),
  );
  const keys = spelled.slice(0, row.keys).map((key, i) => key + spellOrder(order[i] ?? 0));
  const others = spelled.slice(row.keys);
  return [
    `USING btree (${keys.join(', ')})`,
    ...(others.length === 0 ? [] : [`INCLUDE (${others.join(', ')})`]),
    ...(row.isNullsNotDistinct === true ? ['NULLS NOT DISTINCT'] : []),
    ...(row.condition === null ? [] : [`WHERE ${row.condition}`]),
  ].join(' ');
}

/** Nulls sort as if they were larger than everything else, so only the other place for them is said. */
function spellOrder(bits: number): string {
  const isNullsFirst = (bits & nullsFirst) !== 0;
  if ((bits & descending) !== 0) return isNullsFirst ? ' DESC' : ' DESC NULLS LAST';
  return isNullsFirst ? ' NULLS FIRST' : '';
}

const actions = { a: undefined, r: 'RESTRICT', c: 'CASCADE', ' ': undefined } as const;

/** Spells a key on a plain index, or a foreign key to one, as `pg_get_constraintdef` does. */
export function spellConstraint(row: ConstraintFacts, names: Names): string {
  const columns = spellColumns(row.parent, row.columns, names);
  if (row.type === 'p') return `PRIMARY KEY (${columns})`;
  if (row.type === 'u') return `UNIQUE (${columns})`;
  const referenced = row.references === null ? undefined : names.table(row.references);
  if (row.references === null || referenced === undefined)
    throw new RangeError('a foreign key that refers to no table');
  const [onUpdate, onDelete] = [actions[row.onUpdate], actions[row.onDelete]];
  return [
    `FOREIGN KEY (${columns}) REFERENCES ${quoteId(referenced)}(${spellColumns(row.references, row.referencedColumns, names)})`,
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate}`]),
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete}`]),
  ].join(' ');
}

function spellColumns(table: Oid, columns: readonly number[] | null, names: Names): string {
  return (columns ?? []).map((column) => spellColumn(table, column, names)).join(', ');
}

function spellColumn(table: Oid, column: number, names: Names): string {
  return quoteIdentifier(names.columnName(table, column) ?? '');
}
