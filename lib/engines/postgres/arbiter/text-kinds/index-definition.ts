import { belongsTo } from '../../../../catalog/snapshot.ts';
import { quoteId } from '../../quote.ts';
import type { TextKind } from '../text-kind.ts';

const name = 'driftline_index';

/** `USING btree (COALESCE(ts, created_at))`: what an index says after its table's name. */
export const indexDefinition: TextKind = {
  kind: 'index',
  attribute: 'definition',
  replay: ({ attributes }) => {
    const [table] = belongsTo(attributes);
    if (table === undefined) return undefined;
    const create = `create ${attributes.isUnique === true ? 'unique ' : ''}index`;
    return {
      needs: [table],
      frame: [`${create} ${name} on ${quoteId(table)} `, ''],
      readBack: `
        select substr(pg_get_indexdef(i.indexrelid), 1 + length(format('${create} ${name} on %I.%I ', n.nspname, t.relname)))
        from pg_index i
        join pg_class c on c.oid = i.indexrelid
        join pg_class t on t.oid = i.indrelid
        join pg_namespace n on n.oid = t.relnamespace
        where c.relname = '${name}'`,
    };
  },
};
