import { formatChildId, type ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes } from '../../../catalog/snapshot.ts';
import type { ConstraintAttributes, ConstraintNotes } from '../object-kinds.ts';
import { foldName, mainId, showName } from '../quote.ts';
import type { ConflictText } from '../text/table-text.ts';
import type { CatalogRows, ForeignKeyRow, IndexRow } from './catalog-query.ts';
import type { TableRows } from './table-rows.ts';

/** An object of a catalog on its way into the snapshot. */
export interface NamedObject {
  readonly id: ObjectId;
  readonly attributes: Attributes;
  readonly notes?: Attributes;
}

/** What the PRAGMAs tell of keys, by table, and the tables by their names, folded. */
export interface KeyRows {
  readonly indexes: ReadonlyMap<string, readonly IndexRow[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyRow[]>;
  readonly tables: ReadonlyMap<string, TableRows>;
}

export function groupKeys(rows: CatalogRows, tables: readonly TableRows[]): KeyRows {
  return {
    indexes: Map.groupBy(rows.indexes, ([table]) => table),
    foreignKeys: Map.groupBy(rows.foreignKeys, ([table]) => table),
    tables: new Map(tables.map((table) => [foldName(table.name), table])),
  };
}

/** Reads a table's primary key, unique constraints, foreign keys and CHECKs. */
export function readConstraints(table: TableRows, keys: KeyRows): readonly NamedObject[] {
  const indexes = keys.indexes.get(table.name) ?? [];
  const unique = Map.groupBy(
    indexes.filter(([, , , origin]) => origin === 'u'),
    ([, index]) => index,
  );
  const references = Map.groupBy(keys.foreignKeys.get(table.name) ?? [], ([, id]) => id);
  const all = [
    ...primaryKey(table, indexes),
    ...[...unique.values()].map((parts) => uniqueConstraint(table, parts)),
    ...[...references].map(([id, parts]) => foreignKey(table, keys, id, references.size, parts)),
    ...checks(table),
  ];
  return withDistinctIds(all);
}

/** Two constraints of one table may do the same, and one of them is then called the second. */
function withDistinctIds(all: readonly NamedObject[]): readonly NamedObject[] {
  const counts = new Map<ObjectId, number>();
  return all.map((each) => {
    const count = (counts.get(each.id) ?? 0) + 1;
    counts.set(each.id, count);
    return count === 1 ? each : { ...each, id: each.id.replace(/"?$/u, ` #${count}$&`) };
  });
}

function constraint(
  table: TableRows,
  name: string,
  columns: readonly string[],
  attributes: Omit<ConstraintAttributes, 'belongsTo'>,
  notes: ConstraintNotes & Attributes = {},
): NamedObject {
  // A CHECK falls with any column that it names, a key of several columns is their table's.
  const holders = columns.length === 1 || attributes.type === 'check' ? [...columns].sort() : [];
  return {
    id: formatChildId('constraint', table.id, name),
    attributes: {
      ...attributes,
      belongsTo: [...holders.map((column) => formatChildId('column', table.id, column)), table.id],
    },
    notes,
  };
}

function primaryKey(table: TableRows, indexes: readonly IndexRow[]): readonly NamedObject[] {
  const columns = table.columns
    .filter(([, , , , , , key]) => key > 0)
    .sort((a, b) => a[6] - b[6])
    .map(([, , name]) => name);
  if (columns.length === 0) return [];
  const keys = indexes.filter(([, , , origin]) => origin === 'pk');
  const listed = keys.length === columns.length ? keyParts(keys) : columns.map(showName);
  const definition = `PRIMARY KEY (${listed.join(', ')})${onConflict(table, 'PRIMARY KEY', columns)}${table.text.isAutoincrement ? ' AUTOINCREMENT' : ''}`;
  return [constraint(table, 'primary key', columns, { type: 'primary key', definition })];
}

function uniqueConstraint(table: TableRows, keys: readonly IndexRow[]): NamedObject {
  const columns = keys.map(([, , , , , , column]) => column ?? '');
  const name = `unique (${columns.map(showName).join(', ')})`;
  const definition = `UNIQUE (${keyParts(keys).join(', ')})${onConflict(table, 'UNIQUE', columns)}`;
  return constraint(table, name, columns, { type: 'unique', definition });
}

/** See https://www.sqlite.org/lang_conflict.html */
function onConflict({ text }: TableRows, of: ConflictText['of'], columns: readonly string[]): string {
  const folded = columns.map(foldName);
  const said = text.conflicts.find((each) => each.of === of && String(each.columns) === String(folded));
  return said === undefined ? '' : ` ON CONFLICT ${said.clause}`;
}

function keyParts(keys: readonly IndexRow[]): readonly string[] {
  return keys.map(
    ([, , , , , , column, descending, collation]) =>
      `${showName(column ?? '')}${collateClause(collation)}${descending === 1 ? ' DESC' : ''}`,
  );
}

/** Empty for what every index compares by. */
export function collateClause(collation: string): string {
  const name = collation.toUpperCase();
  return name === 'BINARY' ? '' : ` COLLATE ${name}`;
}

/** The PRAGMA numbers the foreign keys from the last one of the text to the first. */
function foreignKey(
  table: TableRows,
  keys: KeyRows,
  id: number,
  count: number,
  parts: readonly ForeignKeyRow[],
): NamedObject {
  const inOrder = [...parts].sort((a, b) => a[2] - b[2]);
  const [first] = inOrder;
  const columns = inOrder.map(([, , , , from]) => from);
  const written = first?.[3] ?? '';
  const parent = keys.tables.get(foldName(written));
  const to = inOrder.map(([, , , , , column], i) =>
    column === null ? keyColumn(parent, i) : columnOf(parent, column),
  );
  const text = table.text.foreignKeys.length === count ? table.text.foreignKeys[count - 1 - id] : undefined;
  const listed = columns.map(showName).join(', ');
  // Who references the key of a table that has none, or is not there, gets no answer from SQLite either.
  const referenced = to.includes('') ? '' : `(${to.map(showName).join(', ')})`;
  const definition = [
    `FOREIGN KEY (${listed}) REFERENCES ${showName(parent?.name ?? written)}${referenced}`,
    ...action('ON UPDATE', first?.[6]),
    ...action('ON DELETE', first?.[7]),
    ...(text?.deferral === undefined ? [] : [text.deferral]),
  ].join(' ');
  return constraint(
    table,
    `foreign key (${listed})`,
    columns,
    { type: 'foreign key', definition, references: mainId('table', parent?.name ?? written) },
    { isInline: text?.isInline === true },
  );
}

/** A reference that names no column is to the primary key. */
function keyColumn(parent: TableRows | undefined, position: number): string {
  return parent?.columns.find(([, , , , , , key]) => key === position + 1)?.[2] ?? '';
}

/** A reference may write a column in other letters than its table does. */
function columnOf(parent: TableRows | undefined, written: string): string {
  return parent?.columns.find(([, , name]) => foldName(name) === foldName(written))?.[2] ?? written;
}

function action(event: string, what: string | undefined): readonly string[] {
  return what === undefined || what === 'NO ACTION' ? [] : [`${event} ${what}`];
}

function checks(table: TableRows): readonly NamedObject[] {
  return table.text.checks.map(({ name, expression, names, column }) =>
    constraint(
      table,
      name ?? `check (${expression})`,
      table.columns.map(([, , each]) => each).filter((each) => names.has(foldName(each))),
      { type: 'check', definition: `CHECK (${expression})` },
      { isInline: column !== undefined },
    ),
  );
}
