import type { ObjectId } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import type { Mending, RuleContext } from '../../../../plan/rule.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { dropColumn } from '../drop-object.ts';
import { hazards } from '../hazards.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { descendantsOf } from '../tables/descendants.ts';
import { addColumn } from './add-column.ts';

/** The first major that gives a generated column another expression in place. */
const setsExpression = 17;

/**
 * Makes a column computed, no longer computed, or computed otherwise. Where PostgreSQL cannot do that in place the
 * column is dropped and added again, which loses nothing that is computed.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-EXPRESSION
 */
export function alterGenerated(id: ObjectId, context: RuleContext): Mending {
  const expected = attributesOf<ColumnAttributes>(context.expected, id);
  const actual = attributesOf<ColumnAttributes>(context.actual, id);
  const [table = ''] = expected.belongsTo;
  const onTable = {
    causedBy: [id],
    lockMode: 'ACCESS EXCLUSIVE',
    locks: [table, ...descendantsOf(table, context.actual)],
    requires: needsOf([id], context),
  } as const;
  const alter = `ALTER TABLE ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)}`;
  if (expected.generated === undefined && actual.generated === 'stored') {
    const kept = makeStatement(context, {
      ...onTable,
      sql: `${alter} DROP EXPRESSION`,
      hazards: [hazards.keepsComputed],
    });
    return { statements: [kept] };
  }
  const isSameKind = expected.generated !== undefined && expected.generated === actual.generated;
  const isVirtual = expected.generated === 'virtual';
  const isPossible = Number.parseInt(context.actual.serverVersion, 10) >= setsExpression;
  if (isSameKind && isPossible && !(isVirtual && onTable.locks.some((each) => hasCheck(each, context)))) {
    const proved = expected.isNullable ? [] : [hazards.scanWhileLocked, hazards.failsOnNull];
    const dangers = isVirtual ? [hazards.showsOtherwise, ...proved] : [hazards.recomputes];
    const sql = `${alter} SET EXPRESSION AS (${expected.generatedAs ?? ''})`;
    const sizedBy = isVirtual && expected.isNullable ? [] : onTable.locks;
    return { statements: [makeStatement(context, { ...onTable, sql, hazards: dangers, sizedBy })] };
  }
  const losses = actual.generated === undefined ? [hazards.losesValues] : [];
  return {
    rebuilt: [id],
    statements: [...dropColumn(id, [], context).statements, ...addColumn(id, [], context)].map((each) => ({
      ...each,
      hazards: [...each.hazards, ...losses],
    })),
  };
}

/** PostgreSQL gives no virtual column of a table with a CHECK another expression. */
function hasCheck(table: ObjectId, { actual }: RuleContext): boolean {
  return Object.values(actual.objects).some((each) => each.type === 'check' && belongsTo(each)[0] === table);
}
