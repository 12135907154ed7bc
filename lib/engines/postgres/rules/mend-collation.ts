import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { CollationAttributes } from '../object-kinds.ts';
import { dropObject } from './drop-object.ts';
import { attributesOf, leave, makeStatement, needsOf } from './make-statement.ts';
import { writeCollation } from './write-types.ts';

/**
 * Creates missing collations.
 *
 * @see https://www.postgresql.org/docs/18/sql-createcollation.html
 */
export const mendCollation: Rule = {
  kind: 'collation',
  create: (id, _, context) => createCollation(id, context),
  drop: dropObject,
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createCollation(id, context);
    if (kind === 'unexpected') return dropObject(id, [], context);
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
