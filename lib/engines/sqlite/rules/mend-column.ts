import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../../catalog/snapshot.ts';
import type { Hazard } from '../../../plan/hazard.ts';
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

const mayNotFit: Hazard = {
  code: 'MAY_FAIL_ON_DATA',
  message: 'it fails if what is computed for a row that is there does not fit the type or the constraint',
  saferWay:
    'look for such rows first: select ... where not (the condition, with the expression in place of the column)',
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
        ...(isComputedForRows(id, constraints, context) ? { hazards: [mayNotFit] } : {}),
        provides: [id, ...constraints],
        requires: [table],
        lockMode: 'EXCLUSIVE',
        locks: [table],
      }),
    ],
  };
}

/** SQLite computes a generated column for the rows that are there as soon as something must hold for it. */
function isComputedForRows(id: ObjectId, constraints: readonly ObjectId[], { expected }: RuleContext): boolean {
  const column = expected.objects[id] ?? {};
  if (column.generated === undefined) return false;
  const isStrict = expected.objects[belongsTo(column)[0] ?? id]?.isStrict === true;
  return isStrict || column.isNullable === false || constraints.length > 0;
}

/** A constraint of a table on one column, as that column's definition writes it. */
function clauseOf(attributes: Attributes | undefined): string {
  const definition = String(attributes?.definition);
  return attributes?.type === 'foreign key' ? definition.slice(definition.indexOf(' REFERENCES ') + 1) : definition;
}
