import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { Statement } from '../../../../plan/statement.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { quoteId } from '../../quote.ts';
import { attributesOf, existing, makeStatement, needsOf } from '../make-statement.ts';
import { descendantsOf } from '../tables/descendants.ts';
import { constraintClause } from './constraint-clause.ts';

/**
 * Adds a foreign key to a table of the same plan. The table is empty, so it is checked at once; writers of the
 * referenced table wait for as long as the transaction lasts.
 */
export function addForeignKey(
  id: ObjectId,
  table: ObjectId,
  causedBy: readonly ObjectId[],
  context: RuleContext,
): Statement {
  const { references, isValidated } = attributesOf<ConstraintAttributes>(context.expected, id);
  const referenced = references === undefined ? [] : [references];
  const locks = existing(
    referenced.flatMap((table) => [table, ...descendantsOf(table, context.actual)]),
    context,
  );
  return makeStatement(context, {
    sql: `ALTER TABLE ${quoteId(table)} ADD ${constraintClause(id, context)}${isValidated === false ? ' NOT VALID' : ''}`,
    causedBy,
    ...(locks.length === 0 ? {} : { lockMode: 'SHARE ROW EXCLUSIVE', locks }),
    provides: [id],
    requires: [...new Set([table, ...referenced, ...needsOf([id], context)])],
  });
}
