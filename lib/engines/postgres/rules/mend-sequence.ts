import type { ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { createSequence, ownSequence } from './create-sequence.ts';
import { hazards } from './hazards.ts';
import { joinMendings, leave, unexpectedReason } from './make-statement.ts';

/** Creates missing sequences and gives them to the column that should own them. */
export const mendSequence: Rule = {
  kind: 'sequence',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'missing') {
      return { statements: [createSequence(id, [id], context), ...ownSequence(id, [id], context)] };
    }
    if (kind !== 'modified') return leave(drifts, unexpectedReason);
    return joinMendings(drifts.map(({ attribute }) => alterSequence(id, attribute, context)));
  },
};

function alterSequence(id: ObjectId, attribute: string | undefined, context: RuleContext): Mending {
  const owned = attribute === 'belongsTo' ? ownSequence(id, [id], context, [hazards.changesSequence]) : [];
  if (owned.length > 0) return { statements: owned };
  return {
    statements: [],
    unplanned: [{ id, reason: `no rule changes a sequence's ${attribute ?? 'definition'} yet` }],
  };
}
