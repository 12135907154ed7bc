import type { ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Rule, RuleContext } from '../../../plan/rule.ts';
import { addColumn } from './add-column.ts';
import { alterColumn } from './alter-column.ts';
import { joinMendings, leave, unexpectedReason } from './make-statement.ts';

/** Adds missing columns and alters those that differ. */
export const mendColumn: Rule = {
  kind: 'column',
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing' && isTyped(id, context)) {
      return leave(drifts, 'the columns of a typed table are the attributes of its type: they come back with those');
    }
    if (kind === 'missing') return { statements: addColumn(id, includes ?? [], context) };
    if (kind !== 'modified') return leave(drifts, unexpectedReason);
    return joinMendings(drifts.map((drift) => alterColumn(drift, context)));
  },
};

function isTyped(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const [table = ''] = belongsTo(expected.objects[id]);
  return actual.objects[table]?.ofType !== undefined;
}
