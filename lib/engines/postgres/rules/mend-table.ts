import type { Drift } from '../../../diff/drift.ts';
import type { Mending, Rule, RuleContext } from '../../../plan/rule.ts';
import { quoteId } from '../quote.ts';
import { createTable } from './create-table.ts';
import { hazards } from './hazards.ts';
import { joinMendings, leave, makeStatement, unexpectedReason } from './make-statement.ts';

/** Creates missing tables with everything that belongs to them. */
export const mendTable: Rule = {
  kind: 'table',
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return createTable(id, includes ?? [], context);
    if (kind !== 'modified') return leave(drifts, unexpectedReason);
    return joinMendings(drifts.map((drift) => alterTable(drift, context)));
  },
};

function alterTable({ id, attribute, expected }: Drift, context: RuleContext): Mending {
  if (attribute !== 'persistence') {
    return {
      statements: [],
      unplanned: [{ id, reason: `${attribute ?? 'this'} of a table with rows cannot be altered in place` }],
    };
  }
  return {
    statements: [
      makeStatement(context, {
        sql: `ALTER TABLE ${quoteId(id)} SET ${expected === 'unlogged' ? 'UNLOGGED' : 'LOGGED'}`,
        causedBy: [id],
        hazards: [hazards.rewriteForPersistence],
        lockMode: 'ACCESS EXCLUSIVE',
        locks: [id],
        sizedBy: [id],
      }),
    ],
  };
}
