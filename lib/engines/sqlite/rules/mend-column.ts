import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import type { Attributes } from '../../../catalog/snapshot.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { ownNameOf, showName } from '../quote.ts';
import { holderOf, leave, makeStatement, textlessReason, unexpectedReason } from './make-statement.ts';
import { mayBeAdded } from './may-be-added.ts';
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
    return mayBeAdded(drift.id, includes, context)
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
