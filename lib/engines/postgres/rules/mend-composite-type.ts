import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import type { CompositeTypeAttributes } from '../object-kinds.ts';
import { quoteId } from '../quote.ts';
import { hazards } from './hazards.ts';
import { attributesOf, leave, makeStatement, needsOf, unexpectedReason } from './make-statement.ts';
import { writeCompositeType } from './write-types.ts';

/**
 * Creates missing composite types and adds attributes at the end of one. Others could be changed only while no column is
 * of the type.
 *
 * @see https://www.postgresql.org/docs/18/sql-altertype.html
 */
export const mendCompositeType: Rule = {
  kind: 'composite-type',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') return createCompositeType(id, context);
    return kind === 'modified' ? addAttributes(id, context) : leave(drifts, unexpectedReason);
  },
};

function createCompositeType(id: ObjectId, context: RuleContext): Mending {
  return {
    statements: [
      makeStatement(context, {
        sql: writeCompositeType(id, attributesOf<CompositeTypeAttributes>(context.expected, id)),
        causedBy: [id],
        provides: [id],
        requires: needsOf([id], context),
      }),
    ],
  };
}

function addAttributes(id: ObjectId, context: RuleContext): Mending {
  const { attributes: expected } = attributesOf<CompositeTypeAttributes>(context.expected, id);
  const { attributes: actual } = attributesOf<CompositeTypeAttributes>(context.actual, id);
  if (!actual.every((attribute, i) => attribute === expected[i])) {
    const reason = 'attributes that are there can be changed only while no column is of the type: do it by hand';
    return { statements: [], unplanned: [{ id, reason }] };
  }
  const added = expected.slice(actual.length).map((attribute) => `ADD ATTRIBUTE ${attribute}`);
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TYPE ${quoteId(id)} ${added.join(', ')}`,
        causedBy: [id],
        hazards: [hazards.changesRows],
        requires: needsOf([id], context),
      }),
    ],
  };
}
