import { belongsTo } from '../../../../catalog/snapshot.ts';
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
      select substr(pg_get_statisticsobjdef(x.oid), length('CREATE STATISTICS ${name} ') + 1)
      from pg_statistic_ext x
      where x.stxnamespace = '${scratch}'::regnamespace and x.stxname = 'statistics'`,
  }),
};
