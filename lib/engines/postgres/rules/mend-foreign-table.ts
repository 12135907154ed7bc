import type { Rule } from '../../../plan/rule.ts';
import { createTable } from './create-table.ts';
import { leave, unexpectedReason } from './make-statement.ts';

/**
 * Creates missing foreign tables with their columns and checks.
 *
 * @see https://www.postgresql.org/docs/18/sql-createforeigntable.html
 */
export const mendForeignTable: Rule = {
  kind: 'foreign-table',
  mend: (drifts, context) => {
    const [{ kind, id, includes }] = drifts;
    if (kind === 'missing') return createTable(id, includes ?? [], context);
    if (kind === 'unexpected') return leave(drifts, unexpectedReason);
    return leave(drifts, 'it holds no rows of its own: drop the foreign table and create it again');
  },
};
