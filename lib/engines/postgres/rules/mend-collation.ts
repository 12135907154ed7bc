import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { CollationAttributes } from '../object-kinds.ts';
import { attributesOf, leave, makeStatement, needsOf, unexpectedReason } from './make-statement.ts';
import { writeCollation } from './write-types.ts';

/**
 * Creates missing collations.
 *
 * @see https://www.postgresql.org/docs/18/sql-createcollation.html
 */
export const mendCollation: Rule = {
  kind: 'collation',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createCollation(id, context);
    if (kind === 'unexpected') return leave(drifts, unexpectedReason);
    return leave(
      drifts,
      'a collation cannot be altered: make another, and rebuild the indexes of the columns that move',
    );
  },
};

function createCollation(id: ObjectId, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: writeCollation(id, attributesOf<CollationAttributes>(context.expected, id)),
        causedBy: [id],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}
