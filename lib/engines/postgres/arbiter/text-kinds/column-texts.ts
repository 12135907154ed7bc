import { belongsTo } from '../../../../catalog/snapshot.ts';
import { quoteId, quoteLastPart, quoteLiteral } from '../../quote.ts';
import type { TextKind, TextOwner } from '../text-kind.ts';

/** `timezone('utc'::text, now())`: the default of a column. */
export const columnDefault: TextKind = {
  kind: 'column',
  attribute: 'default',
  replay: (owner) => {
    const table = tableOf(owner);
    const column = quoteLastPart(owner.id);
    return {
      needs: [table],
      frame: [`alter table ${quoteId(table)} alter column ${column} set default `, ''],
      readBack: expressionOf(quoteId(table), column),
    };
  },
};

const scratchColumn = 'driftline_generated';

/** The expression of a generated column, replayed as one more column beside it. */
export const columnGeneratedAs: TextKind = {
  kind: 'column',
  attribute: 'generatedAs',
  replay: (owner) => {
    const table = tableOf(owner);
    const { type } = owner.attributes;
    return {
      needs: [table],
      frame: [
        `alter table ${quoteId(table)} add column ${scratchColumn} ${type} generated always as (`,
        `) ${owner.attributes.generated === 'virtual' ? 'virtual' : 'stored'}`,
      ],
      readBack: expressionOf(quoteId(table), scratchColumn),
    };
  },
};

function tableOf({ id, attributes }: TextOwner): string {
  return belongsTo(attributes)[0] ?? id;
}

function expressionOf(table: string, column: string): string {
  const name = column.startsWith('"') ? column.slice(1, -1).replaceAll('""', '"') : column;
  return `
    select pg_get_expr(d.adbin, d.adrelid)
    from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = ${quoteLiteral(table)}::regclass and a.attname = ${quoteLiteral(name)}`;
}
