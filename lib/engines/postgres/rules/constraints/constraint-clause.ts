import type { ObjectId } from '../../../../catalog/object-id.ts';
import type { RuleContext } from '../../../../plan/rule.ts';
import type { ConstraintAttributes } from '../../object-kinds.ts';
import { quoteLastPart } from '../../quote.ts';
import { attributesOf } from '../make-statement.ts';

/** Writes a constraint with its name: `CONSTRAINT positive CHECK ((price > 0))`. */
export function constraintClause(id: ObjectId, context: RuleContext): string {
  const { definition } = attributesOf<ConstraintAttributes>(context.expected, id);
  return `CONSTRAINT ${quoteLastPart(id)} ${definition}`;
}
