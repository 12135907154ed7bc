import { quoteId, quoteLiteral } from '../../quote.ts';
import type { TextKind } from '../text-kind.ts';

/** The default of a domain. */
export const domainDefault: TextKind = {
  kind: 'domain',
  attribute: 'default',
  replay: ({ id }) => ({
    needs: [id],
    frame: [`alter domain ${quoteId(id)} set default `, ''],
    readBack: `select pg_get_expr(typdefaultbin, 0) from pg_type where oid = ${quoteLiteral(quoteId(id))}::regtype`,
  }),
};
