import { belongsTo } from '../../../../catalog/snapshot.ts';
import { statisticsDefinition as asIntrospected } from '../../introspect/statistics-objects.ts';
import { scratch, type TextKind } from '../text-kind.ts';

const name = `${scratch}.statistics`;

/** `(ndistinct) ON lower(city), zip FROM public.orders`: what statistics are kept of. */
export const statisticsDefinition: TextKind = {
  kind: 'statistics-object',
  attribute: 'definition',
  replay: ({ attributes }) => ({
    needs: belongsTo(attributes).slice(0, 1),
    frame: [`create statistics ${name} `, ''],
    readBack: `
      select ${asIntrospected}
      from pg_statistic_ext x
      join pg_namespace s on s.oid = x.stxnamespace
      join pg_class t on t.oid = x.stxrelid
      join pg_namespace tn on tn.oid = t.relnamespace
      where x.stxnamespace = '${scratch}'::regnamespace and x.stxname = 'statistics'`,
  }),
};
