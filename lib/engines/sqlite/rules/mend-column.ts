import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { ownNameOf, showName } from '../quote.ts';
import { isLiteral } from '../text/is-literal.ts';
import { holderOf, leave, makeStatement, textlessReason, unexpectedReason } from './make-statement.ts';
import { rebuildTable } from './rebuild-table.ts';

/**
 * Adds missing columns where SQLite can without touching a row, and plans the rebuild of the table for everything else.
 *
 * @see https://www.sqlite.org/lang_altertable.html#altertabaddcol
 */
export const mendColumn: Rule = {
  kind: 'column',
  mend: (drifts, context) => {
    const [drift] = drifts;
    const table = holderOf(drift.id, context);
    if (drift.kind === 'unexpected') return leave(drifts, unexpectedReason);
    if (drift.kind !== 'missing') return rebuildTable(table, drifts, context);
    const includes = drift.includes ?? [];
    return whyNotAdded(drift.id, includes, context) === undefined
      ? addColumn(drift.id, includes, table, context)
      : rebuildTable(table, drifts, context);
  },
};

function addColumn(id: ObjectId, includes: readonly ObjectId[], table: ObjectId, context: RuleContext): Mending {
  const { expected } = context;
  const definition = expected.notes?.[id]?.definition;
  if (typeof definition !== 'string') return { statements: [], unplanned: [{ id, reason: textlessReason }] };
  const constraints = includes.filter((child) => kindOf(child) === 'constraint');
  const apart = constraints
    .filter((child) => expected.notes?.[child]?.isInline !== true)
    .map((child) => clauseOf(expected.objects[child]));
  return {
    statements: [
      makeStatement(context, {
        sql: [`ALTER TABLE ${showName(ownNameOf(table))} ADD COLUMN ${definition}`, ...apart].join(' '),
        causedBy: [id],
        provides: [id, ...constraints],
        requires: [table],
        lockMode: 'EXCLUSIVE',
        locks: [table],
      }),
    ],
  };
}

/** A constraint of a table on one column, as that column's definition writes it. */
function clauseOf(attributes: Attributes | undefined): string {
  const definition = String(attributes?.definition);
  return attributes?.type === 'foreign key' ? definition.slice(definition.indexOf(' REFERENCES ') + 1) : definition;
}

/** Why ALTER TABLE cannot add a column; undefined when it can. */
function whyNotAdded(
  id: ObjectId,
  includes: readonly ObjectId[],
  { expected, isCreated }: RuleContext,
): string | undefined {
  const column = expected.objects[id] ?? {};
  const beside = includes.flatMap((child) => belongsTo(expected.objects[child])).filter((other) => other !== id);
  if (beside.some((other) => kindOf(other) === 'column' && isCreated(other))) return 'a CHECK names another new column';
  const keys = includes.filter((child) => ['primary key', 'unique'].includes(String(expected.objects[child]?.type)));
  const hasDefault = typeof column.default === 'string';
  if (keys.length > 0 || expected.notes?.[id]?.isKey === true) return 'it is a key';
  if (column.generated === 'stored') return 'it is generated and stored';
  if (column.generated === 'virtual') return undefined;
  if (column.isNullable === false && !hasDefault) return 'it is NOT NULL without a default';
  if (hasDefault && !isLiteral(String(column.default))) return 'its default is computed';
  const isReference = includes.some((child) => expected.objects[child]?.type === 'foreign key');
  return isReference && hasDefault ? 'it references a table and has a default' : undefined;
}
