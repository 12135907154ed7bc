import type { Rule } from '../../../plan/rule.ts';
import { holderOf, leave, unexpectedReason } from './make-statement.ts';
import { rebuildTable } from './rebuild-table.ts';

/** Plans the rebuild of the table: SQLite adds and drops no constraint of a table that is there. */
export const mendConstraint: Rule = {
  kind: 'constraint',
  mend: (drifts, context) => {
    const [drift] = drifts;
    if (drift.kind === 'unexpected') return leave(drifts, unexpectedReason);
    return rebuildTable(holderOf(drift.id, context), drifts, context);
  },
};
