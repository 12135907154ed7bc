import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { RuleContext } from '../../../plan/rule.ts';
import { foldName, ownNameOf, quoteName, quoteText, showName } from '../quote.ts';
import { type ColumnText, readTableText, type TableText } from '../text/table-text.ts';
import { checkableTables } from './checkable-tables.ts';

/** What becomes of columns: read from the texts of both tables, since a snapshot may lack what is ignored. */
export interface Transfer {
  readonly copied: readonly string[];
  /** New ones that the rows get by default. */
  readonly filled: readonly ColumnText[];
  readonly lost: readonly string[];
  /** All columns that are there when the script runs. */
  readonly known: readonly string[];
}

/** @param added columns that other statements of the plan have added before, so that they may hold something by now */
export function findTransfer(wanted: TableText, found: TableText, added: readonly string[]): Transfer {
  const there = new Set([...found.columns.keys(), ...added.map(foldName)]);
  const columns = [...wanted.columns.values()].filter(({ generatedAs }) => generatedAs === undefined);
  const isThere = ({ name }: ColumnText) => there.has(foldName(name));
  return {
    copied: columns.filter(isThere).map(({ name }) => name),
    filled: columns.filter((column) => !isThere(column)),
    lost: [...found.columns.values()]
      .filter(({ name, generatedAs }) => generatedAs === undefined && !wanted.columns.has(foldName(name)))
      .map(({ name }) => name),
    known: [...there],
  };
}

export interface Rebuild {
  readonly table: ObjectId;
  /** The text that makes the table as it should be, and the one that made it as it is. */
  readonly wanted: string;
  readonly found: string;
  readonly transfer: Transfer;
  /** Indexes and triggers that the plan makes when this has run. */
  readonly comesLater: readonly ObjectId[];
}

/**
 * Writes the script. It stops at the first error, with everything undone; and it looks itself whether the table has
 * something that it does not know, whether every row was copied, and whether rows would point at nothing.
 */
export function writeRebuild({ table, wanted, found, transfer, comesLater }: Rebuild, context: RuleContext): string {
  const name = ownNameOf(table);
  const shown = showName(name);
  const temporaryName = `driftline_new_${name}`;
  const temporary = quoteName(temporaryName);
  const list = transfer.copied.map(showName).join(', ');
  const children = childrenOf(table, context);
  const checked = checkableTables(table, context);
  const made = children.filter(({ id }) => !comesLater.includes(id));
  const isCounted = readTableText(wanted).isAutoincrement && readTableText(found).isAutoincrement;
  return [
    `-- Rebuilds ${oneLine(shown)} as the migrations have it. Copy the file first (VACUUM INTO 'copy.db'), stop the application, then`,
    '-- run this with `sqlite3`.',
    ...comments(transfer, children),
    '-- 1. Stops at the first error: nothing is changed then.',
    '.bail on',
    '-- 2. Else dropping the old table would delete or change rows that reference it, and views of it would stand in the way.',
    'PRAGMA foreign_keys = OFF;',
    'PRAGMA legacy_alter_table = ON;',
    '-- 3. Keeps every other writer out until COMMIT.',
    'BEGIN IMMEDIATE;',
    '-- 4. Stops if the table has got anything that would be lost.',
    'CREATE TEMP TABLE driftline_guard (what TEXT, found INTEGER, allowed INTEGER, CONSTRAINT "see the line" CHECK (found <= allowed));',
    `INSERT INTO driftline_guard SELECT 'columns that this script does not know', count(*), 0 FROM pragma_table_xinfo(${quoteText(name)}) WHERE name COLLATE NOCASE NOT IN (${listOf(transfer.known)});`,
    `INSERT INTO driftline_guard SELECT 'indexes or triggers that this script does not know', count(*), 0 FROM sqlite_schema WHERE tbl_name = ${quoteText(name)} COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL AND name COLLATE NOCASE NOT IN (${listOf(children.map(({ id }) => ownNameOf(id)))});`,
    ...countOrphans("'rows that point at nothing already', 0, count(*)", checked),
    '-- 5. The table as it should be, under another name.',
    `${renamed(wanted, temporary)};`,
    '-- 6. Its rows. Stops where a row does not fit a new NOT NULL, UNIQUE or CHECK.',
    `INSERT OR ABORT INTO ${temporary} (${list}) SELECT ${list} FROM ${shown};`,
    `INSERT INTO driftline_guard SELECT 'rows that were not copied', (SELECT count(*) FROM ${shown}) - (SELECT count(*) FROM ${temporary}), 0;`,
    ...(isCounted ? keepCounter(name, temporaryName) : []),
    '-- 7. The new table takes the place of the old one.',
    `DROP TABLE ${shown};`,
    `ALTER TABLE ${temporary} RENAME TO ${shown};`,
    ...(made.length === 0 ? [] : ['-- 8. Its indexes and triggers.', ...made.map(({ sql }) => `${sql};`)]),
    '-- 9. Stops if more rows than before point at nothing.',
    ...countOrphans(
      "'rows that would point at nothing', count(*), (SELECT max(allowed) FROM driftline_guard)",
      checked,
    ),
    'DROP TABLE temp.driftline_guard;',
    'COMMIT;',
    'PRAGMA legacy_alter_table = OFF;',
    'PRAGMA foreign_keys = ON',
  ].join('\n');
}

function countOrphans(columns: string, tables: readonly string[]): readonly string[] {
  if (tables.length === 0) return [];
  const values = tables.map((name) => `(${quoteText(name)})`).join(', ');
  return [
    `INSERT INTO driftline_guard SELECT ${columns} FROM (VALUES ${values}) AS checked, pragma_foreign_key_check(checked.column1);`,
  ];
}

interface Child {
  readonly id: ObjectId;
  readonly sql: string;
  /** Whether the migrations make it. */
  readonly isPromised: boolean;
}

/** What falls with the old table: as the migrations make it, and what they do not know as it is. */
function childrenOf(table: ObjectId, { expected, actual }: RuleContext): readonly Child[] {
  const isChild = (id: ObjectId, { objects }: typeof expected) =>
    ['index', 'trigger'].includes(kindOf(id)) && belongsTo(objects[id])[0] === table;
  const read = (snapshot: typeof expected, isPromised: boolean) =>
    Object.keys(snapshot.objects).flatMap((id): Child[] => {
      const sql = snapshot.notes?.[id]?.sql;
      return isChild(id, snapshot) && typeof sql === 'string' ? [{ id, sql, isPromised }] : [];
    });
  const promised = read(expected, true);
  return [...promised, ...read(actual, false).filter(({ id }) => !(id in expected.objects))];
}

function comments({ filled, lost }: Transfer, children: readonly Child[]): readonly string[] {
  return [
    ...filled.map(({ name, definition }) =>
      /\bnot\s+null\b/iu.test(definition) && !/\bdefault\b/iu.test(definition)
        ? `-- ${oneLine(showName(name))} is new, NOT NULL and without a default: say in step 6 what the rows that are there get.`
        : `-- ${oneLine(showName(name))} is new: rows that are there get its default, or NULL.`,
    ),
    ...lost.map(
      (name) =>
        `-- LOSES DATA: ${oneLine(showName(name))} is not in the migrations. To keep it, add it to the new table and to both lists of columns.`,
    ),
    ...children
      .filter(({ isPromised }) => !isPromised)
      .map(({ id }) => `-- ${kindOf(id)} ${oneLine(showName(ownNameOf(id)))} is not in the migrations; it is kept.`),
  ];
}

/** Numbers that AUTOINCREMENT has given away are not given again, whatever rows are left. */
function keepCounter(name: string, temporaryName: string): readonly string[] {
  const [old, next] = [quoteText(name), quoteText(temporaryName)];
  return [
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${next}, 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${next});`,
    `UPDATE sqlite_sequence SET seq = max(seq, coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = ${old}), 0)) WHERE name = ${next};`,
  ];
}

function listOf(names: readonly string[]): string {
  return names.map(quoteText).join(', ');
}

/** The text of a CREATE TABLE with another name in the place of its own. */
function renamed(sql: string, name: string): string {
  const token = readTableText(sql).name;
  return token === undefined ? sql : `${sql.slice(0, token.at)}${name}${sql.slice(token.end)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}
