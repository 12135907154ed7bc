import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../../plan/rule.ts';
import type { CollationAttributes } from '../../object-kinds.ts';
import { dropObject } from '../drop-object.ts';
import { attributesOf, makeStatement, needsOf } from '../make-statement.ts';
import { rebuildType } from './rebuild-type.ts';
import { writeCollation } from './write-types.ts';

/**
 * Creates missing collations, and makes those anew that differ: columns move over to the new one.
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
    return rebuildType(id, 'COLLATION', createCollation(id, context).statements, context);
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
