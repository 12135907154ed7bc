import { compareNames } from '../../../catalog/normalize.ts';
import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo, type CatalogSnapshot } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
import type { Hazard } from '../../../plan/hazard.ts';
import type { Mending, RuleContext } from '../../../plan/rule.ts';
import { ownNameOf, quoteName, quoteText, showName } from '../quote.ts';
import { readTableText } from '../text/table-text.ts';
import { leave, makeStatement, textlessReason, textOf } from './make-statement.ts';

const rewritten: Hazard = {
  code: 'TABLE_REWRITE',
  message: 'SQLite cannot alter this in place: every row is copied into a new table, while nobody else can write',
  saferWay: 'read the script through, try it on a copy of the file, and run it with the application stopped',
};

/**
 * Plans the rebuild of a table in the steps that SQLite's manual gives, for a person: a script that is complete and can
 * be run with `sqlite3` as it is. It never runs by itself.
 *
 * All drifts that need a table rebuilt give the same script, so that a plan holds it once.
 *
 * @see https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
 */
export function rebuildTable(table: ObjectId, drifts: readonly Drift[], context: RuleContext): Mending {
  const sql = textOf(table, context);
  if (sql === undefined) return leave(drifts, textlessReason);
  return {
    statements: [
      makeStatement(context, {
        sql: scriptOf(table, sql, context),
        causedBy: [...new Set(drifts.map(({ id }) => id))],
        hazards: [rewritten],
        transaction: 'outside',
        lockMode: 'EXCLUSIVE',
        locks: [table],
        sizedBy: [table],
        provides: drifts
          .filter(({ kind }) => kind === 'missing')
          .flatMap(({ id, includes }) => [id, ...(includes ?? [])]),
      }),
    ],
  };
}

function scriptOf(table: ObjectId, sql: string, context: RuleContext): string {
  const { expected, actual } = context;
  const name = ownNameOf(table);
  const temporary = quoteName(`driftline_new_${name}`);
  const copied = columnsOf(table, expected).filter((id) => id in actual.objects && !isGenerated(id, actual));
  const filled = columnsOf(table, expected).filter((id) => !(id in actual.objects) && !isGenerated(id, expected));
  const lost = columnsOf(table, actual).filter((id) => !(id in expected.objects));
  const list = copied.map((id) => showName(ownNameOf(id))).join(', ');
  const shown = showName(name);
  const children = childrenOf(table, expected).flatMap((id) => textOf(id, context) ?? []);
  const unknown = childrenOf(table, actual).filter((id) => !(id in expected.objects));
  return [
    `-- Rebuilds ${oneLine(shown)} as the migrations have it. Back the file up first: VACUUM INTO 'copy.db'.`,
    ...filled.map(
      (id) => `-- ${oneLine(showName(ownNameOf(id)))} is new: rows that are there get its default, or NULL.`,
    ),
    ...lost.map(
      (id) =>
        `-- LOSES DATA: ${oneLine(showName(ownNameOf(id)))} is not in the migrations. To keep it, add it to the new table and to both lists of columns.`,
    ),
    ...unknown.map(
      (id) =>
        `-- ${kindOf(id)} ${oneLine(showName(ownNameOf(id)))} is not in the migrations and goes with the old table.`,
    ),
    '-- 1. Without this, dropping the old table would delete or change the rows that reference it.',
    'PRAGMA foreign_keys = OFF;',
    '-- 2. Keeps every other writer out until COMMIT.',
    'BEGIN IMMEDIATE;',
    '-- 3. The table as it should be, under another name.',
    `${renamed(sql, temporary)};`,
    '-- 4. Its rows. This fails, and nothing is changed, where a row does not fit a new NOT NULL, UNIQUE or CHECK.',
    `INSERT INTO ${temporary} (${list}) SELECT ${list} FROM ${shown};`,
    '-- 5. The new table takes the place of the old one.',
    `DROP TABLE ${shown};`,
    `ALTER TABLE ${temporary} RENAME TO ${shown};`,
    ...(children.length === 0 ? [] : ['-- 6. Its indexes and triggers.', ...children.map((text) => `${text};`)]),
    '-- 7. Must print nothing; else ROLLBACK.',
    `PRAGMA foreign_key_check(${quoteText(name)});`,
    'COMMIT;',
    'PRAGMA foreign_keys = ON',
  ].join('\n');
}

function columnsOf(table: ObjectId, { objects, notes }: CatalogSnapshot): readonly ObjectId[] {
  const place = (id: ObjectId) => Number(notes?.[id]?.position ?? 0);
  return Object.keys(objects)
    .filter((id) => kindOf(id) === 'column' && belongsTo(objects[id])[0] === table)
    .sort((a, b) => place(a) - place(b) || compareNames(a, b));
}

function isGenerated(id: ObjectId, { objects }: CatalogSnapshot): boolean {
  return objects[id]?.generated != null;
}

function childrenOf(table: ObjectId, { objects }: CatalogSnapshot): readonly ObjectId[] {
  return Object.keys(objects).filter(
    (id) => ['index', 'trigger'].includes(kindOf(id)) && belongsTo(objects[id])[0] === table,
  );
}

/** The text of a CREATE TABLE with another name in the place of its own. */
function renamed(sql: string, name: string): string {
  const token = readTableText(sql).name;
  return token === undefined ? sql : `${sql.slice(0, token.at)}${name}${sql.slice(token.end)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}
