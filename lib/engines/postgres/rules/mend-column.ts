import type { Rule } from '../../../plan/rule.ts';
import { addColumn } from './add-column.ts';
import { alterColumn } from './alter-column.ts';
import { joinMendings, leave, unexpectedReason } from './make-statement.ts';

/** Adds missing columns and alters those that differ. */
export const mendColumn: Rule = {
  kind: 'column',
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return { statements: addColumn(id, includes ?? [], context) };
    if (kind !== 'modified') return leave(drifts, unexpectedReason);
    return joinMendings(drifts.map((drift) => alterColumn(drift, context)));
  },
};
