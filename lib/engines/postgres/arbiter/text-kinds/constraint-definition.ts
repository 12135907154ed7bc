import { kindOf } from '../../../../catalog/object-id.ts';
import { belongsTo } from '../../../../catalog/snapshot.ts';
import { quoteId } from '../../quote.ts';
import type { TextKind } from '../text-kind.ts';

const name = 'driftline_constraint';

/** Constraints that hold expressions; keys name columns only, which every version prints alike. */
export const constraintDefinition: TextKind = {
  kind: 'constraint',
  attribute: 'definition',
  replay: ({ attributes }) => {
    const [owner] = belongsTo(attributes);
    if (owner === undefined || (attributes.type !== 'check' && attributes.type !== 'exclusion')) return undefined;
    const alter = kindOf(owner) === 'domain' ? 'domain' : 'table';
    return {
      needs: [owner],
      frame: [`alter ${alter} ${quoteId(owner)} add constraint ${name} `, ''],
      readBack: `select pg_get_constraintdef(oid) from pg_constraint where conname = '${name}'`,
    };
  },
};
