import type { Rule } from '../../../plan/rule.ts';
import { quoteId } from '../quote.ts';
import { leave, makeStatement, unexpectedReason } from './make-statement.ts';

/** Creates missing schemas. */
export const mendSchema: Rule = {
  kind: 'schema',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind !== 'missing') return leave(drifts, unexpectedReason);
    const sql = `CREATE SCHEMA IF NOT EXISTS ${quoteId(id)}`;
    return { statements: [makeStatement(context, { sql, causedBy: [id], provides: [id] })] };
  },
};
