import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ColumnAttributes } from '../../object-kinds.ts';
import { quoteId, quoteLastPart } from '../../quote.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';

/**
 * Gives columns that were made along with their parent's the default of their own that the expectation has for them.
 * They are new, so nobody relies on the default that they came with.
 */
export function setInheritedDefaults(
  columns: readonly ObjectId[],
  causedBy: readonly ObjectId[],
  context: RuleContext,
): readonly Statement[] {
  return columns.flatMap((id) => {
    const column = attributesOf<ColumnAttributes>(context.expected, id);
    const [table = '', parent] = column.belongsTo;
    if (column.isInherited !== true || parent === undefined || column.generated !== undefined) return [];
    if (attributesOf<ColumnAttributes>(context.expected, parent).default === column.default) return [];
    const locks = existing([table], context);
    const action = column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`;
    return [
      makeStatement(context, {
        sql: `ALTER TABLE ONLY ${quoteId(table)} ALTER COLUMN ${quoteLastPart(id)} ${action}`,
        causedBy,
        ...(locks.length === 0 ? {} : { lockMode: 'ACCESS EXCLUSIVE', locks }),
        requires: [id, ...needsOf([id], context)],
      }),
    ];
  });
}
