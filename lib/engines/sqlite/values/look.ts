import { formatObjectId, type ObjectId, parseObjectId } from '../../../catalog/object-id.ts';
import type { CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { StrayValue, ValueCheck } from '../../../values/value-check.ts';
import { foldName, quoteName, quoteText } from '../quote.ts';
import type { SqliteReader } from '../sqlite-database.ts';

/** Everything that a method needs to look at the values of one column. */
export interface Look {
  readonly database: SqliteReader;
  readonly check: ValueCheck;
  /** Names in quotes. */
  readonly table: string;
  readonly tableName: string;
  /** The column's plain name; undefined for an expression. */
  readonly column: string | undefined;
  /** What is looked at, as SQL over the table's columns. */
  readonly subject: string;
  /** SQL that is true for a value that is accepted, false for another, and NULL for NULL. */
  readonly isAccepted: string;
  /** SQL that is true for the rows that are looked at. */
  readonly isMeant: string;
  /** The name by which SQL finds a row fastest; undefined for a table without it. */
  readonly rowid: string | undefined;
  /** What to call a row's place: its INTEGER PRIMARY KEY, or `rowid`. */
  readonly place: string;
  readonly leftMs: () => number;
}

/** What a method found. */
export interface Found {
  readonly strays: readonly StrayValue[];
  readonly isTooMany: boolean;
}

/** Most characters of a value that are read. */
export const readCharacters = 200;

/** Puts together what a check asks of a table that is there; undefined when the column is not. */
export function planLook(
  database: SqliteReader,
  check: ValueCheck,
  { objects, notes }: CatalogSnapshot,
  leftMs: () => number,
): Look | undefined {
  const path = parseObjectId(check.column).path;
  const tableId = formatObjectId('table', path.slice(0, -1));
  const table = objects[tableId];
  const isColumn = check.expression === undefined;
  if (table === undefined || (isColumn && objects[check.column] === undefined)) return undefined;
  const tableName = path.at(-2) ?? '';
  const column = path.at(-1) ?? '';
  const subject = isColumn ? quoteName(column) : `(${check.expression})`;
  const keys = keyColumns(tableId, objects);
  const names = columnNames(tableId, objects);
  const isPlain =
    table.isWithoutRowid !== true && table.module === undefined && typeof notes?.[tableId]?.sql === 'string';
  const [key] = keys;
  const isAlias = keys.length === 1 && key !== undefined && objects[key]?.isRowidAlias === true;
  return {
    database,
    check,
    table: quoteName(tableName),
    tableName,
    column: isColumn ? column : undefined,
    subject,
    isAccepted: acceptance(subject, check),
    isMeant: check.where === undefined ? 'true' : `(${check.where})`,
    rowid: isPlain ? ['rowid', '_rowid_', 'oid'].find((name) => !names.includes(name)) : undefined,
    place: isAlias ? (parseObjectId(key).path.at(-1) ?? 'rowid') : 'rowid',
    leftMs,
  };
}

/** The column compares with its own affinity and collation, unless the check says otherwise. */
function acceptance(subject: string, { accept, empty, caseInsensitive, trim }: ValueCheck): string {
  const list = [...accept, ...(empty === 'allow' ? [''] : [])].map(quoteText).join(', ');
  const value = trim === true ? `trim(${subject})` : subject;
  return `${value}${caseInsensitive === true ? ' collate nocase' : ''} in (${list})`;
}

function columnNames(table: ObjectId, objects: CatalogSnapshot['objects']): readonly string[] {
  return Object.entries(objects).flatMap(([id, { belongsTo }]) =>
    id.startsWith('column:') && Array.isArray(belongsTo) && belongsTo[0] === table
      ? [foldName(parseObjectId(id).path.at(-1) ?? '')]
      : [],
  );
}

function keyColumns(table: ObjectId, objects: CatalogSnapshot['objects']): readonly ObjectId[] {
  const path = parseObjectId(table).path;
  const belongsTo = objects[formatObjectId('constraint', [...path, 'primary key'])]?.belongsTo;
  return Array.isArray(belongsTo) ? belongsTo.filter((id): id is ObjectId => String(id).startsWith('column:')) : [];
}
