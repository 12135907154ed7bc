import type { Rule } from '../../../plan/rule.ts';
import { quoteId } from '../quote.ts';
import { dropObject } from './drop-object.ts';
import { makeStatement } from './make-statement.ts';

/** Creates missing schemas. */
export const mendSchema: Rule = {
  kind: 'schema',
  mend: (drifts, context) => {
    const [{ kind, id }] = drifts;
    if (kind === 'unexpected') return dropObject(id, [], context);
    const sql = `CREATE SCHEMA IF NOT EXISTS ${quoteId(id)}`;
    return { statements: [makeStatement(context, { sql, causedBy: [id], provides: [id] })] };
  },
};
