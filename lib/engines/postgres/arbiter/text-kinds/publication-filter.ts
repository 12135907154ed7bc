import { belongsTo } from '../../../../catalog/snapshot.ts';
import { quoteId } from '../../quote.ts';
import type { TextKind } from '../text-kind.ts';

const name = 'driftline_publication';

/** `(total > (0)::numeric)`: which rows of a table a publication sends on. */
export const publicationFilter: TextKind = {
  kind: 'publication-table',
  attribute: 'filter',
  replay: ({ attributes }) => {
    const [table] = belongsTo(attributes);
    if (table === undefined) return undefined;
    return {
      needs: [table],
      frame: [`create publication ${name} for table only ${quoteId(table)} where (`, ')'],
      readBack: `
        select pg_get_expr(r.prqual, r.prrelid)
        from pg_publication_rel r
        join pg_publication p on p.oid = r.prpubid
        where p.pubname = '${name}'`,
    };
  },
};
