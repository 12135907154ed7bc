import { kindOf, type ObjectId } from '../../../catalog/object-id.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { makeIndex, makeViewOrTrigger } from './make-object.ts';
import { leave, makeStatement, textlessReason, textOf, unexpectedReason } from './make-statement.ts';
import { rebuildTable } from './rebuild-table.ts';

/** Creates missing tables with their indexes and triggers, each by the text of the migrations. */
export const mendTable: Rule = {
  kind: 'table',
  mend: (drifts, context) => {
    const [drift] = drifts;
    if (drift.kind === 'missing') return createTable(drift.id, drift.includes ?? [], context);
    if (drift.kind !== 'modified') return leave(drifts, unexpectedReason);
    const { module } = context.expected.objects[drift.id] ?? {};
    if (module !== undefined || context.actual.objects[drift.id]?.module !== undefined) {
      return leave(drifts, 'a virtual table is made anew and filled again, which only its owner knows how to do');
    }
    return rebuildTable(drift.id, drifts, context);
  },
};

function createTable(id: ObjectId, includes: readonly ObjectId[], context: RuleContext): Mending {
  const sql = textOf(id, context);
  if (sql === undefined) return { statements: [], unplanned: [{ id, reason: textlessReason }] };
  const apart = includes.filter((child) => ['index', 'trigger'].includes(kindOf(child)));
  const table = makeStatement(context, {
    sql,
    causedBy: [id],
    provides: [id, ...includes.filter((child) => !apart.includes(child))],
  });
  return {
    statements: [
      table,
      ...apart.filter((child) => kindOf(child) === 'index').flatMap((child) => makeIndex(child, [id], context)),
      ...apart
        .filter((child) => kindOf(child) === 'trigger')
        .flatMap((child) => makeViewOrTrigger(child, [id], context)),
    ],
  };
}
