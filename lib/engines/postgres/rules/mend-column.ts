import type { ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Rule, RuleContext } from '../../../plan/rule.ts';
import { addColumn } from './add-column.ts';
import { alterColumn } from './alter-column.ts';
import { dropColumn } from './drop-object.ts';
import { joinMendings, leave } from './make-statement.ts';

/** Adds missing columns and alters those that differ. */
export const mendColumn: Rule = {
  kind: 'column',
  create: (id, includes, context) => ({ statements: addColumn(id, includes, context) }),
  drop: dropColumn,
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing' && isTyped(id, context)) {
      return leave(drifts, 'the columns of a typed table are the attributes of its type: they come back with those');
    }
    if (kind === 'missing') return { statements: addColumn(id, includes ?? [], context) };
    if (kind === 'unexpected') return dropColumn(id, includes ?? [], context);
    return joinMendings(drifts.map((drift) => alterColumn(drift, context)));
  },
};

function isTyped(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const [table = ''] = belongsTo(expected.objects[id]);
  return actual.objects[table]?.ofType !== undefined;
}
