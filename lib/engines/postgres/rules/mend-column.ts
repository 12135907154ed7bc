import type { ObjectId } from '../../../catalog/object-id.ts';
import { belongsTo } from '../../../catalog/snapshot.ts';
import type { Drift } from '../../../diff/drift.ts';
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
    const inTurn = [...drifts].sort((a, b) => turnOf(a) - turnOf(b));
    const anew = inTurn
      .filter(({ attribute }) => attribute?.startsWith('generated'))
      .map((drift) => alterColumn(drift, context))
      .find(({ rebuilt = [] }) => rebuilt.length > 0);
    return anew ?? joinMendings(inTurn.map((drift) => alterColumn(drift, context)));
  },
};

/** What goes makes room before what comes: a column cannot have a default and be an identity. */
function turnOf({ attribute = '', expected }: Drift): number {
  const isGone = expected === null || expected === undefined;
  if (isGone && ['identity', 'default'].includes(attribute)) return 0;
  const turn = ['generated', 'generatedAs', 'collation', 'type', 'isNullable', 'default', 'identity'].indexOf(
    attribute,
  );
  return turn < 0 ? 9 : turn + 1;
}

function isTyped(id: ObjectId, { expected, actual }: RuleContext): boolean {
  const [table = ''] = belongsTo(expected.objects[id]);
  return actual.objects[table]?.ofType !== undefined;
}
